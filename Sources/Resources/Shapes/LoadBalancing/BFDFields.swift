internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// How the fields of a BFD profile are spelled: the old ConfigMap has other words.
struct BFDFieldNames: Sendable {
  let receive: String
  let transmit: String
  let detect: String
  let echo: String
  let echoMode: String
  let passiveMode: String
  let minimumTTL: String
}

/// The limits are those of the API and of FRR.
func bfdFields(_ names: BFDFieldNames) -> [Field<BFDProfileResource>] {
  let interval = Shape<Int>.integer(10...60_000)
  return [
    Field(
      names.receive, interval, "The shortest interval of packets that can be received, in ms",
      .defaults("300"), blank: .isValue
    ) { $0.receiveInterval = $1.value },
    Field(
      names.transmit, interval, "The shortest interval of packets that are sent, in ms",
      .defaults("300"), blank: .isValue
    ) { $0.transmitInterval = $1.value },
    Field(
      names.detect, .integer(2...255), "How many packets may be lost", .defaults("3"),
      blank: .isValue
    ) { $0.detectMultiplier = $1.value },
    Field(
      names.echo, interval, "The interval of echo packets, in ms", .defaults("50"),
      blank: .isValue
    ) { $0.echoInterval = $1.value },
    Field(names.echoMode, .boolean, "Whether echo packets are sent", .defaults("false")) {
      $0.echoMode = $1
    },
    Field(
      names.passiveMode, .boolean, "Whether the other side must begin", .defaults("false")
    ) { $0.passiveMode = $1.value },
    Field(
      names.minimumTTL, .integer(1...254), "The least TTL of packets from several hops away",
      .defaults("254"), blank: .isValue
    ) { $0.minimumTTL = $1.value },
  ]
}
