import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

/// ConfigMaps that MetalLB's own tool has converted, where the shared corpus is.
struct OldConfigurationCorpusTests {
  @Test func `a ConfigMap means what MetalLB's converter makes of it`() throws {
    guard Corpus.isThere(for: "MetalLB's ConfigMaps") else { return }
    let folder = "cases/metallb/configmap"
    let maps = Corpus.files(in: folder, [".yaml"]).filter { !$0.contains("expected") }
    for path in maps {
      let expected = path.replacing(".yaml", with: ".expected.yaml")
      let old = readFiles([SourceFile(path: path, bytes: try Corpus.bytes(path))])
      let new = readFiles([SourceFile(path: expected, bytes: try Corpus.bytes(expected))])
      #expect(old.errors.isEmpty && new.errors.isEmpty, "\(old.summary)\n\(new.summary)")
      #expect(Self.words(old.resources) == Self.words(new.resources), "\(path)")
    }
    #expect(maps.count > 5)
  }

  /// All that the objects say, without places.
  private static func words(_ resources: ResourceSet) -> [String] {
    resources.addressPools.map { pool in
      let entries = pool.entries.map { $0.value.map(\.description).joined(separator: "+") }
      return "\(pool.metadata.objectName) \(entries) \(pool.autoAssign) \(pool.avoidBuggyIPs)"
    }
      + resources.l2Advertisements.map {
        "\($0.metadata.objectName) l2 \($0.scope.pools.map(\.value))"
      }
      + resources.bgpAdvertisements.map {
        "\($0.metadata.objectName) bgp \($0.scope.pools.map(\.value)) "
          + "\($0.aggregationLength.value) \($0.aggregationLengthV6.value) "
          + "\($0.localPreference.value) \($0.communities.map(\.value))"
      }
      + resources.bgpPeers.map(words)
      + resources.bfdProfiles.map {
        "\($0.metadata.objectName) \($0.receiveInterval ?? 0) \($0.transmitInterval ?? 0) "
          + "\($0.detectMultiplier ?? 0) \($0.echoInterval ?? 0) \($0.echoMode.value) "
          + "\($0.passiveMode) \($0.minimumTTL ?? 0)"
      }
      + resources.communities.map { community in
        let names = community.aliases.map { "\($0.name.value)=\($0.value)" }.sorted()
        return "\(community.metadata.objectName) \(names)"
      }
  }

  private static func words(_ peer: BGPPeerResource) -> String {
    let selectors = peer.nodeSelectors.map { selector in
      selector.matchLabels.map { "\($0.key)=\($0.value)" }
        + selector.matchExpressions.map {
          "\($0.key.value) \($0.operation.rawValue) \($0.values)"
        }
    }
    return "\(peer.metadata.objectName) \(peer.myASN.value) \(peer.peerASN?.value ?? 0) "
      + "\(peer.address?.value.description ?? "") \(peer.sourceAddress?.value.description ?? "") "
      + "\(peer.port.number) \(peer.holdSeconds?.value ?? -1) "
      + "\(peer.keepaliveSeconds?.value ?? -1) \(peer.routerID?.value.description ?? "") "
      + "\(peer.password != nil) \(peer.bfdProfile?.value ?? "") \(peer.ebgpMultiHop) \(selectors)"
  }
}
