import Failures
import Foundation
import Secrets
import TestSupport
import Testing
import Timestamps
import TokenDelivery

@Suite struct ClipboardFileTests {
    private let folder: TemporaryDirectory
    private var base: String { folder.path("run/quarterdeck") }

    init() throws {
        folder = try TemporaryDirectory()
    }

    private var records: String { folder.path("state/quarterdeck/written") }

    private func file() -> ClipboardFile { ClipboardFile(base: base, records: records) }

    private func file(_ chosen: String) throws -> ClipboardFile { try ClipboardFile(chosen: chosen, records: records) }

    private func recordCount() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: records).count }

    private func content(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    private func failure(_ file: @autoclosure () throws -> ClipboardFile) -> Failure? {
        do {
            try file().write(Secret("new"), expiresAt: signedAt + 900)
            return nil
        } catch {
            return error as? Failure
        }
    }

    @Test func `it is private, complete and without a newline`() throws {
        try file().write(Secret("token"), expiresAt: signedAt + 900)
        #expect(content(base + "/clipboard") == "token")
        #expect(folder.mode("run/quarterdeck/clipboard") == 0o600)
        #expect(folder.mode("run/quarterdeck") == 0o700)
        #expect(folder.mode("state/quarterdeck/written") == 0o700)
    }

    @Test func `its own previous file is replaced`() throws {
        try file().write(Secret("one"), expiresAt: signedAt + 900)
        try file().write(Secret("two"), expiresAt: signedAt + 900)
        #expect(content(base + "/clipboard") == "two")
        #expect(try FileManager.default.contentsOfDirectory(atPath: base) == ["clipboard"])
        #expect(try recordCount() == 1)
    }

    @Test func `a file of another program stays`() throws {
        let path = try folder.write("precious", to: "mine.txt")
        #expect(failure(try file(path))?.status == .cannotCreate)
        #expect(content(path) == "precious")
    }

    @Test func `its own file that another program changed stays`() throws {
        let path = folder.path("t")
        try file(path).write(Secret("one"), expiresAt: signedAt + 900)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        handle.write(Data("ONE".utf8))
        try handle.close()
        #expect(failure(try file(path))?.why == "there is a file that Quarterdeck did not write")
        #expect(StaleFiles.remove(records: records, now: signedAt + 10_000) == [])
        #expect(content(path) == "ONE")
    }

    @Test func `an empty file of another program stays, too`() throws {
        let path = try folder.write("", to: "theirs")
        #expect(failure(try file(path))?.why == "there is a file that Quarterdeck did not write")
        #expect(content(path) == "")
    }

    @Test func `another spelling of the same path is the same file`() throws {
        try FileManager.default.createDirectory(atPath: folder.path("d"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder.path("l"), withDestinationPath: "d")
        for path in ["d/t", "d/./t", "d//t", "d/../d/t", "l/t"] {
            #expect(failure(try file(folder.path(path))) == nil, "\(path)")
        }
        #expect(try recordCount() == 1)
    }

    @Test func `thirty parallel writers leave one complete file`() async throws {
        let file = file()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<30 {
                group.addTask { try file.write(Secret("token \(index)"), expiresAt: signedAt + 900) }
            }
            try await group.waitForAll()
        }
        #expect(content(base + "/clipboard")?.hasPrefix("token ") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: base) == ["clipboard"])
        #expect(try recordCount() == 1)
    }

    @Test func `a written file is removed unless another program has written there since`() throws {
        let first = try file().write(Secret("one"), expiresAt: signedAt + 900)
        let second = try file().write(Secret("two"), expiresAt: signedAt + 900)
        StaleFiles.remove(written: first, records: records)
        #expect(try String(contentsOfFile: file().path, encoding: .utf8) == "two")
        StaleFiles.remove(written: second, records: records)
        #expect(!FileManager.default.fileExists(atPath: file().path))
        // Another program's file in its place stays, too.
        let third = try file().write(Secret("three"), expiresAt: signedAt + 900)
        try folder.write("mine", to: "run/quarterdeck/clipboard")
        StaleFiles.remove(written: third, records: records)
        #expect(try String(contentsOfFile: file().path, encoding: .utf8) == "mine")
    }

    @Test func `a program killed half-way leaves nothing permanent`() throws {
        // The files on the disk after the record was written, and after the new content was written, before the rename.
        try file().write(Secret("old"), expiresAt: signedAt + 900)
        let record =
            #"{"path":"\#(base)/clipboard","expires_at":\#(signedAt.secondsSince1970 + 900),"sha256":"00","identifier":"x1"}"#
        try folder.write(record, to: "state/quarterdeck/written/x1.json")
        try folder.write("new tok", to: "run/quarterdeck/.quarterdeck.x1")
        #expect(failure(file()) == nil)
        _ = StaleFiles.remove(records: records, now: signedAt + 900)
        #expect(try FileManager.default.contentsOfDirectory(atPath: base).filter { $0 != ".quarterdeck.x1" } == [])
        try folder.write(record, to: "state/quarterdeck/written/x1.json")
        _ = StaleFiles.remove(records: records, now: signedAt + 900)
        #expect(try FileManager.default.contentsOfDirectory(atPath: base) == [])
    }

    @Test func `a directory in which other users may rename files is refused`() throws {
        try FileManager.default.createDirectory(
            atPath: folder.path("open"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o777])
        chmod(folder.path("open"), 0o777)
        #expect(failure(try file(folder.path("open/t")))?.why == "other users may rename the files in it")
        chmod(folder.path("open"), 0o1777)
        #expect(failure(try file(folder.path("open/t"))) == nil)
    }

    @Test func `long names and unusual characters work`() throws {
        for name in [String(repeating: "n", count: 255), "\u{301}x", "a b\n", "-rf"] {
            #expect(failure(try file(folder.path(name))) == nil, "\(name)")
            #expect(content(folder.path(name)) == "new")
        }
    }

    @Test func `no link is followed`() throws {
        let target = try folder.write("", to: "target")
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: target)
        try FileManager.default.createSymbolicLink(atPath: folder.path("dangling"), withDestinationPath: "nowhere")
        #expect(failure(try file(folder.path("link")))?.why == "there is a symbolic link")
        #expect(failure(try file(folder.path("dangling")))?.why == "there is a symbolic link")
        #expect(content(target) == "")
        #expect(!FileManager.default.fileExists(atPath: folder.path("nowhere")))
    }

    @Test func `a linked base directory is refused`() throws {
        try FileManager.default.createDirectory(atPath: folder.path("elsewhere"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder.path("run"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: base, withDestinationPath: folder.path("elsewhere"))
        #expect(failure(file())?.status == .cannotCreate)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("elsewhere")).isEmpty)
    }

    @Test(arguments: ["dir", "dir/", "none/file", ".", "fifo"])
    func `a directory, a missing one or a FIFO in its place is an error`(name: String) throws {
        try FileManager.default.createDirectory(atPath: folder.path("dir"), withIntermediateDirectories: true)
        #expect(mkfifo(folder.path("fifo"), 0o600) == 0)
        #expect(failure(try file(folder.path(name)))?.status == .cannotCreate)
    }

    @Test func `it is removed with its record when its token expires`() throws {
        let other = folder.path("other")
        try file().write(Secret("one"), expiresAt: signedAt + 900)
        try file(other).write(Secret("two"), expiresAt: signedAt + 100)
        #expect(StaleFiles.remove(records: records, now: signedAt + 99) == [])
        #expect(StaleFiles.remove(records: records, now: signedAt + 100) == [other])
        #expect(content(base + "/clipboard") == "one")
        #expect(StaleFiles.remove(records: records, now: signedAt + 900) == [base + "/clipboard"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: records).isEmpty)
    }

    @Test func `a file created in its place after the token's expiry stays`() throws {
        try file().write(Secret("one"), expiresAt: signedAt + 900)
        try FileManager.default.removeItem(atPath: base + "/clipboard")
        try folder.write("theirs", to: "run/quarterdeck/clipboard")
        #expect(StaleFiles.remove(records: records, now: signedAt + 10_000) == [])
        #expect(content(base + "/clipboard") == "theirs")
    }

    @Test func `damaged and foreign records do no harm`() throws {
        try file().write(Secret("one"), expiresAt: signedAt + 900)
        let victim = try folder.write("precious", to: "victim")
        try folder.write("{\"path\":\"\(victim)\"}", to: "state/quarterdeck/written/x.json")
        try folder.write([0xFF, 0, 1], to: "state/quarterdeck/written/y.json")
        #expect(StaleFiles.remove(records: records, now: signedAt + 10_000) == [base + "/clipboard"])
        #expect(content(victim) == "precious")
    }

    @Test(arguments: [
        (["XDG_RUNTIME_DIR": "/run/user/1", "XDG_STATE_HOME": "/s"], "/run/user/1/quarterdeck"),
        (["XDG_STATE_HOME": "/s"], "/s/quarterdeck"),
        (["XDG_RUNTIME_DIR": "relative"], "/home/j/.local/state/quarterdeck"),
        ([:], "/home/j/.local/state/quarterdeck"),
    ])
    func `the default path follows the base directory specification`(variables: [String: String], expected: String) {
        #expect(ClipboardFile.defaultBase(variables: variables, home: "/home/j") == expected)
    }
}
