package import Diagnostics

/// What can be wrong with one field of MetalLB's objects.
extension DiagnosticPage {
  package static let maskedPoolBlock = DiagnosticPage(
    640, .note, "A pool's block is larger than it may look",
    explanation: """
      MetalLB takes no notice of the host bits of a block: `198.51.100.10/24` is not one address, \
      and does not begin at .10, it is all of 198.51.100.0/24. Write the block with its first \
      address, or a range.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [198.51.100.10/24]
        #             ^^^^^^^^^^^^^^^^ NC0640
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [198.51.100.10-198.51.100.99]
        """))

  package static let badPassword = DiagnosticPage(
    641, .error, "A BGP password that cannot be used",
    explanation: """
      The password of a session goes into `frr.conf` as it is, where a blank ends it and `#` or \
      `!` at its start begins a comment; the kernel takes 80 bytes at most (TCP MD5, RFC 2385). \
      So it must be of 1 to 80 printable ASCII characters without blanks. No message ever shows it.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec:
          myASN: 64500
          peerASN: 64501
          peerAddress: 192.168.56.1
          password: "two words"
        #           ^^^^^^^^^^^ NC0641
        """,
      good: """
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec:
          myASN: 64500
          peerASN: 64501
          peerAddress: 192.168.56.1
          password: "two#words"
        """))

  package static let badCommunity = DiagnosticPage(
    642, .error, "A text that is no BGP community",
    explanation: """
      A community is two numbers up to 65535 (`64500:1`, RFC 1997); a large one has three numbers \
      of 32 bits behind the word `large` (`large:64500:1:2`, RFC 8092). MetalLB knows no other \
      forms, and no names but those that Community objects give.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: Community
        metadata: {name: names, namespace: metallb-system}
        spec:
          communities:
          - {name: blackhole, value: "70000:666"}
        #                            ^^^^^^^^^^^ NC0642
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: Community
        metadata: {name: names, namespace: metallb-system}
        spec:
          communities:
          - {name: blackhole, value: "65535:666"}
        """))

  package static let unknownPoolProtocol = DiagnosticPage(
    643, .warning, "A pool of the old ConfigMap that nothing announces",
    explanation: """
      In MetalLB's old ConfigMap the `protocol` of a pool decides how its addresses are made known: \
      `layer2` or `bgp`. With any other word MetalLB's converter makes the pool without an \
      advertisement: Services get its addresses, and nobody finds them.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: config, namespace: metallb-system}
        data:
          config: |
            address-pools:
            - name: public
              addresses: [198.51.100.0/24]
              protocol: l2
        #               ^^ NC0643
        """,
      good: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: config, namespace: metallb-system}
        data:
          config: |
            address-pools:
            - name: public
              protocol: layer2
              addresses: [198.51.100.0/24]
        """))
}
