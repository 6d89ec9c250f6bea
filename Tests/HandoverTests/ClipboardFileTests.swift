import Failures
import Foundation
import Handover
import Secrets
import TestSupport
import Testing
import Timestamps

@Suite struct ClipboardFileTests {
    private let folder: TemporaryDirectory
    private var base: String { folder.path("run/quarterdeck") }

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func file(_ chosen: String? = nil) -> ClipboardFile { ClipboardFile(chosen: chosen, base: base) }

    private func content(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    private func failure(_ file: ClipboardFile) -> Failure? {
        do throws(Failure) {
            try file.write(Secret("new"), expiresAt: signedAt + 900)
            return nil
        } catch {
            return error
        }
    }

    @Test func `it is private, whole and without a newline`() throws {
        try file().write(Secret("token"), expiresAt: signedAt + 900)
        #expect(content(base + "/clipboard") == "token")
        #expect(folder.mode("run/quarterdeck/clipboard") == 0o600)
        #expect(folder.mode("run/quarterdeck") == 0o700)
        #expect(folder.mode("run/quarterdeck/written") == 0o700)
    }

    @Test func `its own last file is replaced`() throws {
        try file().write(Secret("one"), expiresAt: signedAt + 900)
        try file().write(Secret("two"), expiresAt: signedAt + 900)
        #expect(content(base + "/clipboard") == "two")
        #expect(try FileManager.default.contentsOfDirectory(atPath: base).sorted() == ["clipboard", "written"])
    }

    @Test func `a file that someone else wrote stays`() throws {
        let path = try folder.write("precious", to: "mine.txt")
        #expect(failure(file(path))?.status == .cannotCreate)
        #expect(content(path) == "precious")
    }

    @Test func `its own file that someone changed stays`() throws {
        let path = folder.path("t")
        try file(path).write(Secret("one"), expiresAt: signedAt + 900)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        handle.write(Data("ONE".utf8))
        try handle.close()
        #expect(failure(file(path))?.why == "there is a file that Quarterdeck did not write")
        #expect(StaleFiles.remove(base: base, now: signedAt + 10_000) == [])
        #expect(content(path) == "ONE")
    }

    @Test func `an empty file may be written to`() throws {
        let path = try folder.write("", to: "made-by-mktemp")
        #expect(failure(file(path)) == nil)
        #expect(content(path) == "new")
    }

    @Test func `no link is followed`() throws {
        let target = try folder.write("", to: "target")
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: target)
        try FileManager.default.createSymbolicLink(atPath: folder.path("dangling"), withDestinationPath: "nowhere")
        #expect(failure(file(folder.path("link")))?.why == "there is a symbolic link")
        #expect(failure(file(folder.path("dangling")))?.why == "there is a symbolic link")
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
        #expect(failure(file(folder.path(name)))?.status == .cannotCreate)
    }

    @Test func `it goes when its token has ended, and its record with it`() throws {
        let other = folder.path("other")
        try file().write(Secret("one"), expiresAt: signedAt + 900)
        try file(other).write(Secret("two"), expiresAt: signedAt + 100)
        #expect(StaleFiles.remove(base: base, now: signedAt + 99) == [])
        #expect(StaleFiles.remove(base: base, now: signedAt + 100) == [other])
        #expect(content(base + "/clipboard") == "one")
        #expect(StaleFiles.remove(base: base, now: signedAt + 900) == [base + "/clipboard"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: base + "/written").isEmpty)
    }

    @Test func `a file that took its place after the token's end stays`() throws {
        try file().write(Secret("one"), expiresAt: signedAt + 900)
        try FileManager.default.removeItem(atPath: base + "/clipboard")
        try folder.write("theirs", to: "run/quarterdeck/clipboard")
        #expect(StaleFiles.remove(base: base, now: signedAt + 10_000) == [])
        #expect(content(base + "/clipboard") == "theirs")
    }

    @Test func `damaged and foreign records do no harm`() throws {
        try file().write(Secret("one"), expiresAt: signedAt + 900)
        let victim = try folder.write("precious", to: "victim")
        try folder.write("{\"path\":\"\(victim)\"}", to: "run/quarterdeck/written/x.json")
        try folder.write([0xFF, 0, 1], to: "run/quarterdeck/written/y.json")
        #expect(StaleFiles.remove(base: base, now: signedAt + 10_000) == [base + "/clipboard"])
        #expect(content(victim) == "precious")
    }

    @Test(arguments: [
        (["XDG_RUNTIME_DIR": "/run/user/1", "XDG_STATE_HOME": "/s"], "/run/user/1/quarterdeck"),
        (["XDG_STATE_HOME": "/s"], "/s/quarterdeck"),
        (["XDG_RUNTIME_DIR": "relative"], "/home/j/.local/state/quarterdeck"),
        ([:], "/home/j/.local/state/quarterdeck"),
    ])
    func `the default place follows the base directory specification`(variables: [String: String], expected: String) {
        #expect(ClipboardFile.defaultBase(variables: variables, home: "/home/j") == expected)
    }
}
