/// Every rule, in the order of its code.
package enum Rules {
  package static let all: [any ValidationRule.Type] = [
    // 031x: names of things that are nowhere in the input
    MissingNamespace.self, MissingDNSNode.self, MissingGoverningService.self,
    GoverningServiceWithAddress.self, GoverningServiceOfOthers.self, StrayEndpointObjects.self,
    SliceWithoutService.self, UnknownEndpointNode.self, EndpointOfOtherNamespace.self,
    // 040x: ranges and nodes
    OverlappingClusterRanges.self, OverlappingNodeBlocks.self, NodeBlockOutsidePodRange.self,
    NodeAddressInClusterRange.self, SpecialRange.self, NodeAddressTwice.self,
    NodeBlockTooSmall.self, MissingNodeAddress.self, BridgeIsUplink.self,
    // 041x: pods
    PodAddressOutsideBlock.self, ReservedPodAddress.self, PodAddressTwice.self,
    // 042x: Services
    ClusterIPOutsideRange.self, ReservedClusterIP.self, ClusterIPTwice.self,
    DNSAddressOutsideRange.self, DNSAddressTaken.self, ExternalAddressInClusterRange.self,
    UpstreamInClusterRange.self, EndpointInServiceRange.self, EndpointOfNoPod.self,
    ExternalIPTakesAddress.self, ForeignExternalIP.self, DNSServiceElsewhere.self,
    ExternalIPOfOtherFamily.self, ServedAddressExcluded.self,
    // 050x: ports
    NodePortTwice.self, NodePortOutsideRange.self, NodePortOnHost.self, HostPortTwice.self,
    NodeDaemonPort.self, ExternalPortTwice.self, ExternalPortOnHost.self,
    // 051x: endpoints
    DanglingSelector.self, SelectorScaledToZero.self, NoReadyEndpoint.self, NoEndpoints.self,
    MissingTargetPort.self, TargetPortInSomePods.self, SelectorWithoutPods.self,
    EmptySlices.self,
    // 052x: policies, source ranges, affinity
    ExternalTrafficDropped.self, InternalTrafficDropped.self, UnguardedFamily.self,
    SourceRangesOfNobody.self, NodePortsPastSourceRanges.self, AffinityPerPort.self,
    AffinityClientLimit.self, IdleTrafficDistribution.self, LocalhostNodePorts.self,
    UnservedHealthCheck.self,
    // 060x…062x: who serves DNS, whom it asks, what pods make of it
    DNSServiceWithoutNodes.self, DNSFamilyUnserved.self, UpstreamIsListener.self,
    LoopbackUpstream.self, StubNameServer.self, NameServerCutOff.self, SearchCutOff.self,
    ExternalNameLoop.self, AliasChainTooLong.self,
    DNSListenersClash.self, DNSPortTaken.self, UpstreamNamesDiffer.self,
    NamespaceCapturesDomain.self, HostnameWithoutSubdomain.self, SubdomainWithoutService.self,
    ManyLookups.self, HostNameTooLongForKernel.self, UnknownBaseResolver.self,
    // 063x: zones
    UnservableDomain.self, NameTooLongForDNS.self, HostNameOfSeveralLabels.self,
    AliasTooLongForDNS.self,
    // 066x: load balancers
    OverlappingPools.self, PoolTakesClusterAddress.self, AggregationTooWide.self,
    LocalPreferenceClash.self, PeersDisagree.self, PeerTwice.self, EchoOverIPv6.self,
    PoolNotAdvertised.self, SelectsNoNode.self,
    // 067x: announcing
    SpecialPool.self, AddressOffLink.self,
    KeepalivedWithoutInterface.self, InterfaceOfExclusionList.self, AnnouncedByNobody.self,
    RunnerUpWithoutInterface.self, LeaderWithoutInterface.self,
    // 070x: Ingress
    IngressWithoutNodes.self, MissingIngressNode.self, HiddenWildcard.self, RedirectLoop.self,
    IngressPortTaken.self, MissingResolver.self,
  ]
}
