import Failures
import Foundation
import LocalFiles
import TestSupport
import Testing

private let header = Array("# head".utf8)

private func append(_ line: String, in path: String) throws -> Int {
    try PrivateDirectory(opening: path).append(Array(line.utf8), to: "log", header: header)
}

@Suite struct PrivateLogTests {
    @Test func `lines are appended to a private file with a header`() throws {
        let folder = try TemporaryDirectory()
        #expect(try append("one", in: folder.path) == 11)
        #expect(try append("two", in: folder.path) == 15)
        #expect(try folder.text("log") == "# head\none\ntwo\n")
        #expect(folder.mode("log") == 0o600)
        let directory = try PrivateDirectory(opening: folder.path)
        #expect(directory.read("log", from: 7, limit: 5) == Array("one\nt".utf8))
        #expect(directory.read("log", from: 99, limit: 5) == [])
        #expect(directory.read("none", from: 0, limit: 5) == nil)
    }

    @Test func `a torn line is ended before the next one`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("# head\nto", to: "log")
        _ = try append("next", in: folder.path)
        #expect(try folder.text("log") == "# head\nto\nnext\n")
    }

    @Test func `nothing but a regular file is appended to or read`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("x", to: "target")
        try folder.link("log", to: folder.path("target"))
        #expect(throws: Failure.self) { try append("a", in: folder.path) }
        #expect(try PrivateDirectory(opening: folder.path).read("log", from: 0, limit: 9) == nil)
        try folder.remove("log")
        #expect(mkfifo(folder.path("log"), 0o600) == 0)
        #expect(throws: Failure.self) { try append("a", in: folder.path) }
        #expect(try PrivateDirectory(opening: folder.path).read("log", from: 0, limit: 9) == nil)
        #expect(try folder.text("target") == "x")
    }

    @Test func `a file is held by one, as long as that lives`() throws {
        let folder = try TemporaryDirectory()
        let directory = try PrivateDirectory(opening: folder.path)
        #expect(!directory.isHeld("lock"))
        do {
            let lock = try directory.hold("lock")
            #expect(lock != nil)
            #expect(directory.isHeld("lock"))
            #expect(try directory.hold("lock") == nil)
            _ = withExtendedLifetime(lock) { 0 }
        }
        #expect(!directory.isHeld("lock"))
        #expect(folder.mode("lock") == 0o600)
        try folder.link("link", to: folder.path("lock"))
        #expect(throws: Failure.self) { try directory.hold("link") }
    }

    @Test func `a locked directory is waited for no longer than asked`() throws {
        let folder = try TemporaryDirectory()
        let one = try PrivateDirectory(opening: folder.path)
        let other = try PrivateDirectory(opening: folder.path)
        #expect(one.lock(withinMilliseconds: 0))
        #expect(!other.lock(withinMilliseconds: 10))
    }

    @Test func `a file takes a free name only`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("a", to: "a")
        try folder.write("b", to: "b")
        let directory = try PrivateDirectory(opening: folder.path)
        #expect(!directory.rename("a", to: "b"))
        #expect(directory.rename("a", to: "c"))
        #expect(!directory.rename("a", to: "d"))
        #expect(try folder.names("") == ["b", "c"])
    }
}
