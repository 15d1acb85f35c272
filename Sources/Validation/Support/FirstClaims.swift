/// Who was the first to claim each thing that only one may have; fed in file order.
struct FirstClaims<Key: Hashable, Claimant> {
  private var first: [Key: Claimant] = [:]

  /// The earlier claimant; nil where this one is the first.
  mutating func claim(_ key: Key, by claimant: Claimant) -> Claimant? {
    if let earlier = first[key] { return earlier }
    first[key] = claimant
    return nil
  }

  subscript(key: Key) -> Claimant? { first[key] }
}
