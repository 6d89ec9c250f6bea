import Failures
import Foundation
import LocalFiles
import TestSupport
import Testing

private let header = Array("# head".utf8)

private func append(_ line: String, in path: String) throws -> Int {
    try PrivateDirectory(opening: path).append(Array(line.utf8), to: "log", header: header)
}

private func read(_ name: String, from offset: Int = 0, in path: String) throws -> [UInt8]? {
    let directory = try PrivateDirectory(opening: path)
    return directory.read(name, from: offset, limit: 5)
}

@Suite struct PrivateLogTests {
    @Test func `lines are appended to a private file with a header`() throws {
        let folder = try TemporaryDirectory()
        #expect(try append("one", in: folder.path) == 11)
        #expect(try append("two", in: folder.path) == 15)
        #expect(try folder.text("log") == "# head\none\ntwo\n")
        #expect(folder.mode("log") == 0o600)
        #expect(try read("log", from: 7, in: folder.path) == Array("one\nt".utf8))
        #expect(try read("log", from: 99, in: folder.path) == [])
        #expect(try read("none", in: folder.path) == nil)
    }

    @Test func `a cut last line is ended before the next one`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("# head\nto", to: "log")
        _ = try append("next", in: folder.path)
        #expect(try folder.text("log") == "# head\nto\nnext\n")
    }

    @Test func `only regular files are appended to or read`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("x", to: "target")
        try folder.link("log", to: folder.path("target"))
        #expect(throws: Failure.self) { try append("a", in: folder.path) }
        #expect(try read("log", in: folder.path) == nil)
        try folder.remove("log")
        #expect(mkfifo(folder.path("log"), 0o600) == 0)
        #expect(throws: Failure.self) { try append("a", in: folder.path) }
        #expect(try read("log", in: folder.path) == nil)
        #expect(try folder.text("target") == "x")
    }

    @Test func `a file is locked by one holder while the holder lives`() throws {
        let folder = try TemporaryDirectory()
        let directory = try PrivateDirectory(opening: folder.path)
        var states = [directory.isHeld("lock")]
        do {
            let lock = try directory.hold("lock")
            states.append(lock != nil && directory.isHeld("lock"))
            let second = try directory.hold("lock")
            states.append(second != nil)
            states.append(directory.removeUnheld("lock"))
            withExtendedLifetime(lock) {}
        }
        states.append(directory.isHeld("lock"))
        #expect(states == [false, true, false, false, false])
        #expect(folder.mode("lock") == 0o600)
        let isRemoved = directory.removeUnheld("lock")
        #expect(isRemoved)
        #expect(try folder.names("") == [])
        try folder.write("x", to: "target")
        try folder.link("link", to: folder.path("target"))
        #expect(throws: Failure.self) { _ = try PrivateDirectory(opening: folder.path).hold("link") }
    }

    @Test func `the wait for a locked directory is limited`() throws {
        let folder = try TemporaryDirectory()
        let one = try PrivateDirectory(opening: folder.path)
        let other = try PrivateDirectory(opening: folder.path)
        let locked = [one.lock(withinMilliseconds: 0), other.lock(withinMilliseconds: 10)]
        #expect(locked == [true, false])
    }

    @Test func `a file is renamed only to a free name`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("a", to: "a")
        try folder.write("b", to: "b")
        let directory = try PrivateDirectory(opening: folder.path)
        let renamed = [
            directory.rename("a", to: "b"), directory.rename("a", to: "c"), directory.rename("a", to: "d"),
        ]
        #expect(renamed == [false, true, false])
        #expect(try folder.names("") == ["b", "c"])
    }
}
