import Failures
import Foundation
import LocalFiles
import TestSupport
import Testing

private func replace(_ name: String, in path: String, with text: String, wipes: Bool = false) throws {
    let directory = try PrivateDirectory(opening: path)
    try Array(text.utf8).withUnsafeBytes { bytes in
        _ = try directory.replace(name, expecting: directory.entry(name), with: bytes, wipes: wipes)
    }
}

@Suite struct PrivateFileTests {
    @Test func `a new file has mode 0600 with any umask`() throws {
        let folder = try TemporaryDirectory()
        try replace("f", in: folder.path, with: "one")
        #expect(folder.mode("f") == 0o600)
        #expect(try String(contentsOfFile: folder.path("f"), encoding: .utf8) == "one")
    }

    @Test(arguments: [false, true])
    func `a file is replaced atomically, and only a secret is wiped under its readers`(_ wipes: Bool) throws {
        let folder = try TemporaryDirectory()
        try replace("f", in: folder.path, with: "one")
        let old = try #require(FileHandle(forReadingAtPath: folder.path("f")))
        try replace("f", in: folder.path, with: "two", wipes: wipes)
        #expect(try old.readToEnd() == (wipes ? nil : Data("one".utf8)))
        #expect(try String(contentsOfFile: folder.path("f"), encoding: .utf8) == "two")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["f"])
    }

    @Test func `a file created meanwhile stays`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("mine", to: "f")
        let directory = try PrivateDirectory(opening: folder.path)
        let seen = directory.entry("f")
        try FileManager.default.removeItem(atPath: folder.path("f"))
        try folder.write("theirs", to: "f.new")
        try FileManager.default.moveItem(atPath: folder.path("f.new"), toPath: folder.path("f"))
        #expect(throws: Failure.self) {
            try [UInt8](repeating: 1, count: 3).withUnsafeBytes { bytes in
                _ = try directory.replace("f", expecting: seen, with: bytes)
            }
        }
        #expect(throws: Failure.self) {
            try [UInt8](repeating: 1, count: 3).withUnsafeBytes { bytes in
                _ = try directory.replace("f", expecting: .absent, with: bytes)
            }
        }
        #expect(try String(contentsOfFile: folder.path("f"), encoding: .utf8) == "theirs")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["f"])
    }

    @Test func `links, directories and other entries are distinguished from files`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("x", to: "file")
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "file")
        try FileManager.default.createDirectory(atPath: folder.path("dir"), withIntermediateDirectories: false)
        #expect(mkfifo(folder.path("fifo"), 0o600) == 0)
        let directory = try PrivateDirectory(opening: folder.path)
        #expect(directory.entry("none") == .absent)
        #expect(directory.entry("link") == .foreign("a symbolic link"))
        #expect(directory.entry("dir") == .foreign("a directory"))
        #expect(directory.entry("fifo") == .foreign("not a regular file"))
    }

    @Test func `a linked directory is refused, and other users' access to an open one is removed`() throws {
        let folder = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: folder.path("open"), withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "open")
        #expect(throws: Failure.self) { _ = try PrivateDirectory(creating: folder.path("link")) }
        _ = try PrivateDirectory(creating: folder.path("open"))
        #expect(folder.mode("open") == 0o700)
        _ = try PrivateDirectory(creating: folder.path("a/b/c"))
        #expect(folder.mode("a/b/c") == 0o700)
    }
}

@Suite struct BoundedFileTests {
    @Test func `files are read up to the limit`() throws {
        let folder = try TemporaryDirectory()
        let file = try folder.write(String(repeating: "x", count: 100_000), to: "f")
        #expect(try BoundedFile.read(file, limit: 100_000)?.count == 100_000)
        #expect(throws: Failure.self) { try BoundedFile.read(file, limit: 99_999) }
        #expect(try BoundedFile.read(folder.path("none"), limit: 1) == nil)
        #expect(throws: Failure.self) { try BoundedFile.read(folder.path, limit: 1) }
    }

    @Test func `endless devices are read up to the limit, a FIFO without a writer is empty`() throws {
        let folder = try TemporaryDirectory()
        #expect(throws: Failure.self) { try BoundedFile.read("/dev/zero", limit: 1 << 20) }
        #expect(mkfifo(folder.path("fifo"), 0o600) == 0)
        #expect(try BoundedFile.read(folder.path("fifo"), limit: 10) == [])
    }
}
