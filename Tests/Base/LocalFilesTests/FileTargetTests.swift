import CPlatform
import Failures
import Foundation
import LocalFiles
import TestSupport
import Testing
import Threads

@Suite struct FileTargetTests {
    private let folder: TemporaryDirectory
    private let stop = WakeSignal()

    init() throws {
        folder = try TemporaryDirectory()
    }

    @Test func `a complete file replaces the old one and has its mode`() throws {
        try folder.write("old", to: "out")
        chmod(folder.path("out"), 0o640)
        let target = try FileTarget(folder.path("out"), stop: stop)
        try target.write(Array("new".utf8))
        #expect(try folder.text("out") == "old")
        #expect(try folder.names("") == ["out"])
        #expect(try target.finish(isWhole: true) == nil)
        #expect(try folder.text("out") == "new")
        #expect(folder.mode("out") == 0o640)
        #expect(try folder.names("") == ["out"])
    }

    @Test(arguments: ["old", nil])
    func `a symbolic link stays one, and the file behind it is written`(before: String?) throws {
        if let before { try folder.write(before, to: "there/file") }
        mkdir(folder.path("there"), 0o700)
        symlink("file", folder.path("there/inner"))
        symlink("there/inner", folder.path("link"))
        let target = try FileTarget(folder.path("link"), stop: stop)
        try target.write(Array("new".utf8))
        #expect(try target.finish(isWhole: true) == nil)
        #expect(try folder.text("there/file") == "new")
        #expect(FilePath.resolved(folder.path("link")) == FilePath.resolved(folder.path("there/file")))
        #expect(try folder.names("there") == ["file", "inner"])
    }

    @Test func `a link that leads to itself is not followed for ever`() {
        symlink("loop", folder.path("loop"))
        #expect(FilePath.followed(folder.path("loop")) == folder.path("loop"))
    }

    @Test func `a partial file has its own name, and the old file stays`() throws {
        try folder.write("old", to: "out")
        for text in ["first", "second"] {
            let target = try FileTarget(folder.path("out"), stop: stop)
            try target.write(Array(text.utf8))
            #expect(try target.finish(isWhole: false)?.hasSuffix("/out.partial") == true)
            #expect(try folder.text("out.partial") == text)
        }
        #expect(try folder.text("out") == "old")
        #expect(try folder.names("") == ["out", "out.partial"])
    }

    @Test func `an empty partial file is not kept`() throws {
        #expect(try FileTarget(folder.path("out"), stop: stop).finish(isWhole: false) == nil)
        #expect(try folder.names("") == [])
    }

    @Test func `an abandoned file leaves nothing behind`() throws {
        do {
            let target = try FileTarget(folder.path("out"), stop: stop)
            try target.write([1, 2, 3])
        }
        #expect(try folder.names("") == [])
    }

    @Test func `a killed process leaves nothing behind`() throws {
        // `dd` holds the file like the program.
        let directory = open(folder.path, O_RDONLY | O_DIRECTORY)
        defer { close(directory) }
        let file = try UnnamedFile.make(in: directory, mode: 0o600).get()
        #expect(write(file.descriptor, "abc", 3) == 3)
        #expect(try folder.names("") == [])
    }

    @Test func `files with names of ended processes are removed, those of living ones stay`() throws {
        let directory = open(folder.path, O_RDONLY | O_DIRECTORY)
        defer { close(directory) }
        try folder.write("of a process that was killed", to: ".quarterdeck.part-1")
        try folder.write("the user's own", to: ".quarterdeck.parts")
        let living = try UnnamedFile.make(in: directory, mode: 0o600, needsName: true).get()
        let other = try UnnamedFile.make(in: directory, mode: 0o600, needsName: true).get()
        let names = try folder.names("")
        #expect(names.count == 3)
        #expect(!names.contains(".quarterdeck.part-1"))
        #expect(living.place(as: "one", replaces: false) == 0)
        #expect(other.place(as: "one", replaces: false) == EEXIST)
        #expect(other.place(as: "one", replaces: true) == 0)
        #expect(try folder.names("") == [".quarterdeck.parts", "one"])
    }

    @Test func `a FIFO is written to directly, and a file is appended to completely or not at all`() throws {
        mkfifo(folder.path("fifo"), 0o600)
        let reader = open(folder.path("fifo"), O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        let target = try FileTarget(folder.path("fifo"), stop: stop)
        try target.write(Array("abc".utf8))
        #expect(try target.finish(isWhole: true) == nil)
        var bytes = [UInt8](repeating: 0, count: 10)
        #expect(read(reader, &bytes, 10) == 3)
        #expect(try folder.names("") == ["fifo"])

        try folder.write("before\n", to: "log")
        let log = try AppendedFile(folder.path("log"), stop: stop)
        try log.write(Array("more\n".utf8))
        log.takeBack()
        #expect(try folder.text("log") == "before\n")
        try log.write(Array("again\n".utf8))
        #expect(try folder.text("log") == "before\nagain\n")
    }
}
