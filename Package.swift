// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error), .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func stage(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "netc",
  products: [
    .executable(name: "netc", targets: ["netc"]),
    .library(name: "NetworkCompiler", targets: ["NetworkCompiler"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    stage("NetworkTypes"),
    stage("Diagnostics"),
    stage("YAMLSyntax", ["CLibYAML", "Diagnostics"]),
    stage("Resources", ["YAMLSyntax", "Diagnostics", "NetworkTypes"]),
    stage(
      "Certificates",
      [
        "NetworkTypes", .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
      ]),
    stage(
      "NetworkModel",
      [
        "Resources", "Certificates", "Diagnostics", "NetworkTypes",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    stage("Validation", ["NetworkModel", "Resources", "Diagnostics", "NetworkTypes"]),
    stage(
      "Planning",
      [
        "NetworkModel", "Resources", "Diagnostics", "NetworkTypes",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    stage(
      "Artifacts",
      ["Planning", "NetworkTypes", .product(name: "Crypto", package: "swift-crypto")]),
    stage("Tracing", ["NetworkTypes"]),
    stage(
      "NetworkCompiler",
      [
        "NetworkTypes", "Diagnostics", "YAMLSyntax", "Resources", "NetworkModel", "Validation",
        "Planning", "Artifacts",
      ]),
    .target(name: "CLinux"),
    .executableTarget(
      name: "netc",
      dependencies: [
        "CLinux", "NetworkCompiler", "Tracing", "Artifacts", "Diagnostics", "NetworkTypes",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport",
      dependencies: [
        "Diagnostics", "NetworkTypes", "Resources", "NetworkModel", "Validation",
        "NetworkCompiler", "Planning", "Artifacts", "Tracing",
      ],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests("NetworkTypesTests", ["NetworkTypes"]),
    tests("DiagnosticsTests", ["Diagnostics"]),
    tests(
      "CertificatesTests",
      [
        "Certificates", "NetworkTypes", .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "_CryptoExtras", package: "swift-crypto"),
      ]),
    tests("YAMLSyntaxTests", ["YAMLSyntax", "Diagnostics"]),
    tests("ResourcesTests", ["Resources", "YAMLSyntax", "Diagnostics", "NetworkTypes"]),
    tests(
      "NetworkModelTests",
      ["NetworkModel", "Resources", "Diagnostics", "NetworkTypes", "TestSupport"]),
    tests(
      "ValidationTests",
      [
        "TestSupport", "Validation", "NetworkModel", "Resources", "Diagnostics", "NetworkTypes",
      ]),
    tests(
      "PlanningTests",
      ["Planning", "NetworkModel", "Diagnostics", "NetworkTypes", "TestSupport"]),
    tests(
      "ArtifactsTests",
      [
        "Artifacts", "Planning", "NetworkModel", "Resources", "Diagnostics", "NetworkTypes",
        "TestSupport",
      ]),
    tests(
      "GoldenTests",
      ["netc", "NetworkCompiler", "Artifacts", "Diagnostics", "TestSupport"]),
    tests(
      "AcceptanceTests", ["NetworkCompiler", "Artifacts", "Diagnostics", "TestSupport"]),
    tests(
      "NetworkCompilerTests",
      [
        "NetworkCompiler", "NetworkModel", "Resources", "Artifacts", "Diagnostics",
        "NetworkTypes", "TestSupport",
      ]),
    tests(
      "TidyTests",
      [
        "NetworkCompiler", "YAMLSyntax", "Resources", "NetworkModel", "Validation", "Artifacts",
        "Diagnostics", "TestSupport",
      ]),
    tests(
      "TracingTests",
      ["Tracing", "NetworkCompiler", "Artifacts", "Diagnostics", "NetworkTypes", "TestSupport"]),
    tests("CommandTests", ["netc", "NetworkCompiler", "Artifacts", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

// The fuzz target links libFuzzer's own `main`, so it stays out of ordinary builds.
if Context.environment["NETC_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "FrontEndFuzz",
      dependencies: ["NetworkCompiler", "YAMLSyntax", "Artifacts", "Diagnostics"],
      path: "Tests/Fuzz", exclude: ["run"], swiftSettings: strict))
}

// For `make bench` alone.
if Context.environment["NETC_BENCH"] != nil {
  package.targets.append(
    .executableTarget(
      name: "ZoneBench",
      dependencies: [
        "Planning", "Artifacts", "NetworkModel", "Resources", "Diagnostics", "NetworkTypes",
      ],
      path: "Tests/Performance/ZoneBench", swiftSettings: strict))
}
