import Foundation
import TestSupport
import Testing
import Timestamps

@testable import Trust

/// Distinguishes texts of certificates only, and Amazon's roots among them.
@Suite struct CertificateFileTests {
    static let store = "/etc/ssl/certs/ca-certificates.crt"
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    @Test func `only Amazon's five roots count from the system's store`() throws {
        let file = CertificateFile(Array(try Data(contentsOf: URL(fileURLWithPath: Self.store))))
        #expect(file.flaw == nil)
        #expect(file.certificates.count > 50)
        let roots = PublicRoots.select(from: file.certificates)
        #expect(
            Set(roots.map(\.name)) == [
                "Amazon Root CA 1", "Amazon Root CA 2", "Amazon Root CA 3", "Amazon Root CA 4",
                "Starfield Services Root Certificate Authority - G2",
            ])
    }

    @Test func `a certificate's name and expiry equal OpenSSL's`() throws {
        let authority = try Authority("Quarterdeck, a test", in: folder)
        let certificate = try #require(CertificateFile(Array(authority.text.utf8)).certificates.first)
        #expect(certificate.name == "Quarterdeck, a test")
        let end = try Program.run([
            "openssl", "x509", "-noout", "-enddate", "-dateopt", "iso_8601", "-in", authority.path,
        ])
        #expect(end.text == "notAfter=\(certificate.end.rfc3339.replacing("T", with: " "))\n")
    }

    @Test func `a cut or foreign text is distinguished from certificates`() throws {
        let text = try Authority("one", in: folder).text
        let flaws = [
            "": "there is no certificate in it", "<html>\n\(text)": "it has more in it than certificates",
            String(text.dropLast(60)): "it ends within a certificate",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n": "block 1 of it is not a certificate",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n\(text)":
                "it has more in it than certificates",
        ]
        for (text, flaw) in flaws { #expect(CertificateFile(Array(text.utf8)).flaw == flaw, "\(text)") }
        #expect(CertificateFile(Array("# a comment\n\(text)\n\n".utf8)).flaw == nil)
    }

    @Test func `mutated bytes never crash the reader`() throws {
        let certificate = try #require(
            CertificateFile(Array(try Authority("one", in: folder).text.utf8)).certificates.first)
        var generator = SeededGenerator(seed: 17)
        for _ in 0..<5_000 {
            var bytes = certificate.encoding
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
            if let read = AuthorityCertificate(bytes) { #expect(read.encoding == bytes) }
        }
    }
}

/// A certificate authority created by a test.
struct Authority {
    let path: String
    let text: String

    init(_ name: String, in folder: TemporaryDirectory, file: String = "authority") throws {
        path = folder.path(file + ".pem")
        let run = try Program.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "30",
            "-subj", "/O=Tests/CN=\(name)", "-keyout", folder.path(file + ".key"), "-out", path,
        ])
        try #require(run.status == 0, "\(run.errors)")
        text = try String(contentsOfFile: path, encoding: .utf8)
    }
}
