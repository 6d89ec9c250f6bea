import Foundation
import TestSupport

/// A certificate authority for one test, and a server certificate of it.
struct RogueCertificate {
    /// How the certificate names its server.
    enum Kind {
        /// By an alternative name, as AWS does.
        case good
        /// By its common name only.
        case commonNameOnly
        /// By its common name, with an alternative name that is not a host name.
        case commonNameWithAddress
        /// By another name.
        case otherName
    }

    let authority: String
    let certificate: String
    let key: String

    init(_ kind: Kind, host: String, in folder: TemporaryDirectory) throws {
        (authority, certificate, key) = (folder.path("ca.pem"), folder.path("server.pem"), folder.path("server.key"))
        let names: String? =
            switch kind {
            case .good: "DNS:\(host)"
            case .commonNameOnly: nil
            case .commonNameWithAddress: "IP:192.0.2.1,email:a@example.com"
            case .otherName: "DNS:other.example"
            }
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        try Tool.run(
            ["openssl", "req", "-x509"] + key + [
                "-subj", "/CN=Rogue authority", "-keyout", folder.path("ca.key"), "-out", authority,
                "-addext", "basicConstraints=critical,CA:TRUE",
            ])
        try Tool.run(
            ["openssl", "req", "-x509", "-CA", authority, "-CAkey", folder.path("ca.key")] + key + [
                "-subj", "/CN=\(host)", "-keyout", self.key, "-out", certificate,
                "-addext", "basicConstraints=critical,CA:FALSE",
            ] + (names.map { ["-addext", "subjectAltName=\($0)"] } ?? []))
    }
}
