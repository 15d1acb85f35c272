package import Diagnostics

/// What can be wrong with the input as a whole (NC00xx).
package enum CompilerDiagnostics {
  package static let pages: [DiagnosticPage] = [
    .nothingToCompile, .noCluster, .unknownSelectedNode, .unusedAllowance, .forbiddenAllowance,
    .foreignFile, .fileFailure, .lockWouldChange, .unknownPlace, .untraceable,
  ]
}

extension DiagnosticPage {
  static let nothingToCompile = DiagnosticPage(
    1, .error, "There is nothing to compile",
    explanation: """
      No document was found in the files, folders or standard input that netc was given. It reads
      `*.yaml`, `*.yml` and `*.json` in folders, leaves hidden files out, and takes any file that
      is named by itself. An empty output would look like a success, so this is an error.
      """)

  static let noCluster = DiagnosticPage(
    2, .error, "The input holds no Cluster",
    explanation: """
      One document of kind `Cluster` (`netc.dev/v1alpha1`) says which machines there are and which
      ranges pods and Services get. Manifests and exports of a live cluster never hold it.
      `netc init` writes one with comments.
      """)

  static let unknownSelectedNode = DiagnosticPage(
    3, .error, "A selected node does not exist",
    explanation: """
      `--node` names a node of the Cluster document, or a `v1` Node object of the input.
      """)

  static let unusedAllowance = DiagnosticPage(
    4, .warning, "An allowance silences nothing",
    explanation: """
      The annotation `netc.dev/allow` silences one code for one object. This one has nothing to
      silence: the problem is gone, or belongs to another object. Remove it, so that it cannot hide
      the same problem when it comes back.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          annotations:
            netc.dev/allow: "NC0303: the disks come next week"
            #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0004
        spec:
          containers: [{name: web, image: nginx}]
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          annotations:
            netc.dev/allow: "NC0303: the disks come next week"
        spec:
          nodeSelector: {disk: ssd}
          containers: [{name: web, image: nginx}]
        """))

  static let forbiddenAllowance = DiagnosticPage(
    5, .error, "This code cannot be allowed",
    explanation: """
      Only codes that describe a doubtful but possible network can be silenced by `netc.dev/allow`;
      `netc explain CODE` says which. With the others there is no network to build, or it could not
      work. A code that does not exist cannot be allowed either.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          annotations:
            netc.dev/allow: "NC0302: node-z is on order"
            #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0005
        spec:
          containers: [{name: web, image: nginx}]
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers: [{name: web, image: nginx}]
        """))

  package static let foreignFile = DiagnosticPage(
    6, .warning, "A file in the output that netc did not write",
    explanation: """
      The output folder holds a file or folder that no build put there. netc keeps it where it is
      and never reads or changes it. Move it elsewhere: whoever copies the folder to a host takes
      it along, and neither `manifest.json` nor `SHA256SUMS` knows it.
      """)

  package static let fileFailure = DiagnosticPage(
    7, .error, "A file could not be read or written",
    explanation: """
      A file or folder is missing, closed to this user, or the disk is full. The exit status is 2,
      not 1: nothing is known to be wrong with the input. The output folder is as it was before.
      """)

  package static let lockWouldChange = DiagnosticPage(
    8, .error, "The lock is not up to date",
    explanation: """
      With `--locked`, a build must not choose anything: every address, node and port that the
      input leaves open has to stand in `netc.lock` already, and nothing else may. Build without
      `--locked`, look at the change, and commit the lock together with the input.
      """)

  package static let unknownPlace = DiagnosticPage(
    20, .error, "A packet cannot begin or end there",
    explanation: """
      `netc trace` follows a packet from `pod/NAMESPACE/NAME`, `node/NAME` or an address to one of
      these, to `svc/NAMESPACE/NAME` or to the host name of a Service. Pods that share their node's
      network, or that no node takes, have no namespace of their own: trace from the node. Short
      host names are completed as the pod's own resolv.conf says. A packet from outside arrives at
      the node that has the address, or at the one that `--at` names.
      """)

  package static let untraceable = DiagnosticPage(
    21, .error, "The tracer does not know a line of the output",
    explanation: """
      `netc trace` reads the rules and scripts that netc prints, and never guesses: a line that it
      does not know ends the trace with exit status 70. Either the tree was changed by hand, or
      this is a bug in netc.
      """)
}
