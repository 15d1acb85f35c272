/// The tags that a node may carry explicitly, after <https://yaml.org/type/>.
///
/// `!!binary` is decoded while composing and is a string from then on; any other tag is refused.
enum YAMLTag: UInt8, Sendable {
  case none, string, int, float, bool, null, binary, sequence, mapping

  /// Nil for a tag that netc does not know. A lone `!` makes a scalar a string (YAML 1.1, 3.3.2).
  init?(_ text: String) {
    switch text {
    case "!", "tag:yaml.org,2002:str": self = .string
    case "tag:yaml.org,2002:int": self = .int
    case "tag:yaml.org,2002:float": self = .float
    case "tag:yaml.org,2002:bool": self = .bool
    case "tag:yaml.org,2002:null": self = .null
    case "tag:yaml.org,2002:binary": self = .binary
    case "tag:yaml.org,2002:seq": self = .sequence
    case "tag:yaml.org,2002:map": self = .mapping
    default: return nil
    }
  }
}
