import NetworkTypes

/// Hands out the addresses of pools to Services, and lets Services share them where they may.
///
/// Source: metallb internal/allocator/allocator.go. Addresses are taken and never given back.
struct PoolAllocator {
  /// What a Service brings along.
  struct Claim {
    /// The position of the Service.
    let service: Int
    let ports: [ClaimedPort]
    /// `allow-shared-ip`; empty: the address is its own.
    let sharingKey: String
    /// Empty for the policy Cluster, the selector's text for Local.
    let backendKey: String
  }

  /// Why an address that another Service has cannot be shared with it.
  enum Conflict {
    /// One of the two has no sharing key, or the keys differ.
    case keys(owner: Int)
    /// Their traffic does not go to the same pods under the policy Local.
    case backends(owner: Int)
    case port(ClaimedPort, owner: Int)
  }

  private struct Users {
    let claim: Claim
    var ports: [ClaimedPort: Int]
  }

  /// The next address of a pool and family that may never have been taken.
  private struct Cursor {
    var block = 0
    /// 64 bits: no allocation ever gets through a larger block.
    var offset: UInt64 = 0
  }

  private struct SharingKey: Hashable {
    let pool: Int
    let family: IPFamily
    let sharing: String
    let backend: String
  }

  private struct KeyPair: Hashable {
    let sharing: String
    let backend: String
  }

  let pools: [AddressPool]
  private let blocks: [[IPPrefix]]
  private let table: PrefixTable<PoolPosition.Block>
  private var users: [IPAddress: Users] = [:]
  private var cursors: [[Cursor]]
  private var shared: [SharingKey: SharedAddresses] = [:]
  /// The pools that Services of a key have addresses of, sorted.
  private var poolsOfKey: [KeyPair: [Int]] = [:]
  /// The Services that have addresses of a pool, in the order in which they got them.
  private(set) var holders: [[Int]]

  init(_ pools: [AddressPool]) {
    self.pools = pools
    blocks = pools.map(\.blocks)
    table = PrefixTable(
      blocks.enumerated().flatMap { pool, blocks in
        blocks.enumerated().map { ($1, PoolPosition.Block(pool: pool, index: $0)) }
      })
    cursors = pools.map { _ in IPFamily.allCases.map { _ in Cursor() } }
    holders = pools.map { _ in [] }
  }

  /// The pool that would hand out an address.
  func pool(of address: IPAddress) -> Int? {
    guard let found = table.longestMatch(for: address)?.value.pool,
      !(pools[found].avoidsBuggyIPs && address.isBuggy)
    else { return nil }
    return found
  }

  /// The pool that holds an address, whether it would hand it out or not.
  func poolHolding(_ address: IPAddress) -> Int? {
    table.longestMatch(for: address)?.value.pool
  }

  func conflict(_ claim: Claim, at address: IPAddress) -> Conflict? {
    guard let others = users[address] else { return nil }
    let owner = others.claim
    if owner.sharingKey.isEmpty || owner.sharingKey != claim.sharingKey {
      return .keys(owner: owner.service)
    }
    if owner.backendKey != claim.backendKey { return .backends(owner: owner.service) }
    for port in claim.ports {
      if let owner = others.ports[port] { return .port(port, owner: owner) }
    }
    return nil
  }

  /// Gives an address that lies in a pool, and on which there is no conflict.
  mutating func take(_ address: IPAddress, for claim: Claim) {
    guard let block = table.longestMatch(for: address)?.value else { return }
    if holders[block.pool].last != claim.service { holders[block.pool].append(claim.service) }
    var found = users[address] ?? Users(claim: claim, ports: [:])
    for port in claim.ports { found.ports[port] = claim.service }
    users[address] = found
    if claim.sharingKey.isEmpty { return }
    note(block.pool, claim)
    let key = SharingKey(
      pool: block.pool, family: address.family, sharing: claim.sharingKey,
      backend: claim.backendKey)
    shared[key, default: SharedAddresses()].insert(
      PoolPosition(block: block.index, address: address)
    ) { found.ports[$0] != nil }
  }

  private mutating func note(_ pool: Int, _ claim: Claim) {
    let pair = KeyPair(sharing: claim.sharingKey, backend: claim.backendKey)
    let place = poolsOfKey[pair, default: []].firstIndex { $0 >= pool }
    if let place, poolsOfKey[pair]?[place] == pool { return }
    poolsOfKey[pair, default: []].insert(pool, at: place ?? poolsOfKey[pair]?.count ?? 0)
  }

  /// The pools that hold addresses which the claim could share; sorted.
  func poolsToShare(_ claim: Claim) -> [Int] {
    if claim.sharingKey.isEmpty { return [] }
    return poolsOfKey[KeyPair(sharing: claim.sharingKey, backend: claim.backendKey)] ?? []
  }

  /// The first address of a pool that the claim could have; not taken yet.
  mutating func candidate(in pool: Int, _ family: IPFamily, for claim: Claim) -> IPAddress? {
    let free = firstFree(in: pool, family)
    if claim.sharingKey.isEmpty { return free?.address }
    let key = SharingKey(
      pool: pool, family: family, sharing: claim.sharingKey, backend: claim.backendKey)
    let users = users
    let found = shared[key]?.first(for: claim.ports) { users[$1]?.ports[$0] != nil }
    guard let found, let free else { return found?.address ?? free?.address }
    return min(found, free).address
  }

  mutating func hasFree(in pool: Int, _ family: IPFamily) -> Bool {
    firstFree(in: pool, family) != nil
  }

  private mutating func firstFree(in pool: Int, _ family: IPFamily) -> PoolPosition? {
    var cursor = cursors[pool][family.position]
    defer { cursors[pool][family.position] = cursor }
    while cursor.block < blocks[pool].count {
      let block = blocks[pool][cursor.block]
      guard block.family == family, let address = block.address(at: UInt128(cursor.offset)) else {
        cursor = Cursor(block: cursor.block + 1)
        continue
      }
      if users[address] == nil, !(pools[pool].avoidsBuggyIPs && address.isBuggy) {
        return PoolPosition(block: cursor.block, address: address)
      }
      cursor.offset += 1
    }
    return nil
  }
}

extension PoolPosition {
  /// A block of a pool.
  struct Block {
    let pool: Int
    let index: Int
  }
}

extension IPFamily {
  fileprivate var position: Int { self == .ipv4 ? 0 : 1 }
}

extension IPAddress {
  /// Old devices drop packets to such an address, for it was a network's own or its broadcast
  /// address once.
  fileprivate var isBuggy: Bool {
    family == .ipv4 && (bits & 0xFF == 0 || bits & 0xFF == 0xFF)
  }
}
