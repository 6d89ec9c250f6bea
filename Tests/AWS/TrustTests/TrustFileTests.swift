import Failures
import Foundation
import TestSupport
import Testing
import Threads

@testable import Trust

/// The combined file of authorities from several sources.
@Suite struct TrustFileTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func names(_ sources: TrustSources) throws -> [String] {
        let path = try TrustFile(sources, directory: folder.path("trust")).path()
        return CertificateFile(Array(try Data(contentsOf: URL(fileURLWithPath: path)))).certificates.map(\.name)
    }

    @Test func `the bundle, Amazon's roots of the store and the chosen file count together`() throws {
        var sources = TrustSources()
        sources.databaseBundle = try Authority("bundle", in: folder, file: "bundle").path
        sources.chosenFile = try Authority("chosen", in: folder, file: "chosen").path
        sources.systemStore = CertificateFileTests.store
        let all = try names(sources)
        #expect(all.count == 7)
        #expect(all.first == "bundle")
        #expect(all.contains("chosen"))
        #expect(all.count { $0.hasPrefix("Amazon Root CA") } == 4)
    }

    @Test func `a root of another owner in the system's store does not count`() throws {
        let proxy = try Authority("Inspecting proxy", in: folder)
        try folder.write(
            try String(contentsOfFile: CertificateFileTests.store, encoding: .utf8) + proxy.text, to: "store.pem")
        var sources = TrustSources()
        sources.systemStore = folder.path("store.pem")
        #expect(try names(sources).count == 5)
        try folder.write(proxy.text, to: "store.pem")
        #expect(throws: Failure.self) { try names(sources) }
    }

    @Test func `the file is private and follows changes of its sources`() throws {
        var sources = TrustSources()
        sources.publicRoots = try Authority("first", in: folder, file: "roots").path
        #expect(try names(sources) == ["first"])
        let path = try TrustFile(sources, directory: folder.path("trust")).path()
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        _ = try Authority("second", in: folder, file: "roots")
        #expect(try names(sources) == ["second"])
    }

    @Test func `programs that start together all read a whole file`() throws {
        var sources = TrustSources()
        sources.systemStore = CertificateFileTests.store
        sources.publicRoots = try Authority("first", in: folder, file: "roots").path
        let whole = try TrustFile(sources, directory: folder.path("alone")).content()
        let wanted = sources
        let broken = Locked<[String]>([])
        for round in 0..<30 {
            let directory = folder.path("trust-\(round)")
            DispatchQueue.concurrentPerform(iterations: 12) { _ in
                do {
                    let path = try TrustFile(wanted, directory: directory).path()
                    for _ in 0..<20 {
                        let text = try String(contentsOfFile: path, encoding: .utf8)
                        if text != whole { broken.withLock { $0.append("\(text.utf8.count) bytes") } }
                    }
                } catch {
                    broken.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(broken.withLock { $0 } == [])
    }

    @Test func `a chosen file that counts alone is used unchanged`() throws {
        var sources = TrustSources()
        sources.chosenFile = "/nowhere/ca.pem"
        #expect(try TrustFile(sources, directory: folder.path("trust")).path() == "/nowhere/ca.pem")
    }
}
