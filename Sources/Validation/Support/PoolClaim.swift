import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// An entry of a pool's `addresses`.
struct PoolClaim {
  let pool: AddressPool
  let entry: PoolEntry

  /// All entries of all pools.
  static func all(in network: Network) -> [PoolClaim] {
    network.loadBalancing.pools.flatMap { pool in
      pool.entries.map { PoolClaim(pool: pool, entry: $0) }
    }
  }

  /// The blocks of an entry lie side by side.
  func interval(tag: Int) -> AddressInterval {
    AddressInterval(first, last, tag: tag)
  }

  var first: IPAddress { entry.blocks[0].first }
  var last: IPAddress { entry.blocks[entry.blocks.count - 1].last }

  /// `192.0.2.0/24 of pool public`, or a range.
  var text: String {
    let addresses = entry.blocks.count == 1 ? "\(entry.blocks[0])" : "\(first)-\(last)"
    return "\(addresses) of pool `\(pool.name)`"
  }

  func object(in network: Network) -> String {
    network.loadBalancing.object(.ipAddressPool, pool.name)
  }
}
