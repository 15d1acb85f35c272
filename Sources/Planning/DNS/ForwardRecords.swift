import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// The records of the cluster's domain (the DNS specification of Kubernetes, schema 1.1.0, with
/// what CoreDNS adds to it).
///
/// A name exists where a record stands at it or below it. The live plugin knows `svc`, `pod` and
/// every namespace below them, so where nothing stands below one of these a placeholder does: it
/// makes the difference between "no such record" and "no such name", at which musl's resolver ends
/// its search.
struct ForwardRecords {
  private(set) var records: [ZoneRecord] = []
  private let network: Network
  private let domain: PlainToken

  init(_ network: Network, services: [ServiceNames], nameServers: [IPAddress]) {
    self.network = network
    domain = PlainToken(network.cluster.domain)
    records.append(ZoneRecord(.name(PlainToken("dns-version")), .text(.schemaVersion)))
    add(nameServers, at: .name(PlainToken("ns.dns")))
    addServices(services)
    addPods()
  }

  /// Each address once.
  private mutating func add(_ addresses: [IPAddress], at owner: ZoneName) {
    var seen = Set<IPAddress>()
    for address in addresses where seen.insert(address).inserted {
      records.append(ZoneRecord(owner, .address(address)))
    }
  }

  private mutating func addServices(_ services: [ServiceNames]) {
    var rest = services[...]
    for namespace in network.namespaces {
      let count = records.count
      while let names = rest.first,
        network.services[names.service].name.namespace == namespace.name
      {
        rest.removeFirst()
        let service = network.services[names.service]
        ServiceRecords(service: service, names: names, domain: domain).append(to: &records)
      }
      if records.count == count { addPlaceholder(below: PlainToken("\(namespace.name).svc")) }
    }
  }

  /// With `pods disabled` the live plugin knows `pod`, but nothing below it.
  private mutating func addPods() {
    guard network.cluster.dns.podRecords != .disabled else {
      return addPlaceholder(below: PlainToken("pod"))
    }
    var rest = network.pods[...]
    for namespace in network.namespaces {
      var addresses: [IPAddress] = []
      while let pod = rest.first, pod.name.namespace == namespace.name {
        rest.removeFirst()
        if let address = pod.addressInDNS { addresses.append(address) }
      }
      addPods(addresses.sorted(), of: PlainToken("\(namespace.name).pod"))
    }
  }

  /// - Parameter addresses: Sorted; pods with the host's network share one.
  private mutating func addPods(_ addresses: [IPAddress], of namespace: PlainToken) {
    let count = records.count
    var previous: IPAddress?
    for address in addresses where address != previous {
      previous = address
      guard
        DNSLimits.fits(
          DashedAddress(address).length + 1 + namespace.text.utf8.count, in: domain.text)
      else { continue }
      records.append(ZoneRecord(.dashed(address, below: namespace), .address(address)))
    }
    if records.count == count { addPlaceholder(below: namespace) }
  }

  private mutating func addPlaceholder(below name: PlainToken) {
    let label = ZoneName.placeholderLabel
    guard DNSLimits.fits(label.text.utf8.count + 1 + name.text.utf8.count, in: domain.text) else {
      return
    }
    records.append(ZoneRecord(.word(label, below: name), .text(.placeholder)))
  }
}

extension Pod {
  /// The address that CoreDNS answers for with `pods verified`: the first one of a pod that is
  /// neither finished nor terminating (plugin/kubernetes/object/pod.go, `ToPod`).
  fileprivate var addressInDNS: IPAddress? {
    isPlaced && !isTerminating ? addresses.first?.address : nil
  }
}
