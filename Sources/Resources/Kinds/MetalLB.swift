/// Names that MetalLB gives to things.
package enum MetalLB {
  /// Where it is installed, and looks for its objects, unless told otherwise.
  package static let defaultNamespace = "metallb-system"
}
