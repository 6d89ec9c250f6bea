import Failures
import Foundation
import History
import TestSupport
import Testing

private let tab = Drafts.Key(cluster: "prod: orders/1\n", tab: 2)

@Suite struct DraftsTests {
    @Test func `a draft survives its process but not its deletion`() throws {
        let folder = try TemporaryDirectory()
        do {
            let drafts = Drafts(directory: folder.path("d"))
            #expect(try drafts.keep("select 1", for: tab) == .kept)
            #expect(try drafts.keep("select 2", for: tab) == .kept)
            #expect(try drafts.keep("x", for: Drafts.Key(cluster: "b", tab: 1)) == .kept)
            #expect(try drafts.keep(" ", for: Drafts.Key(cluster: "b", tab: 1)) == .removed)
            #expect(folder.mode("d") == 0o700)
            for name in try folder.names("d") { #expect(folder.mode("d/" + name) == 0o600) }
            // Its process lives, so no other one may adopt it.
            #expect(Drafts(directory: folder.path("d")).orphans() == [])
        }
        let next = Drafts(directory: folder.path("d"))
        let orphan = try #require(next.orphans().first)
        #expect(orphan.text == "select 2")
        #expect(orphan.key == Drafts.Key(cluster: "prod: orders/1 ", tab: 2))
        #expect(try next.adopt(orphan, as: tab))
        #expect(next.orphans() == [])
        #expect(Drafts(directory: folder.path("d")).orphans() == [])
    }

    @Test func `an adopted draft belongs to the new process`() throws {
        let folder = try TemporaryDirectory()
        do { try Drafts(directory: folder.path).keep("text", for: tab) }
        do {
            let drafts = Drafts(directory: folder.path)
            #expect(try drafts.adopt(try #require(drafts.orphans().first), as: Drafts.Key(cluster: "c", tab: 7)))
        }
        let last = Drafts(directory: folder.path)
        #expect(last.orphans().map(\.key) == [Drafts.Key(cluster: "c", tab: 7)])
        #expect(last.orphans().map(\.text) == ["text"])
        last.discard(try #require(last.orphans().first))
        #expect(last.orphans() == [])
        #expect(try folder.names("") == [])
    }

    @Test func `of several drafts of a cluster the newest comes first, whatever its tab`() throws {
        let folder = try TemporaryDirectory()
        do {
            let drafts = Drafts(directory: folder.path)
            try drafts.keep("older", for: Drafts.Key(cluster: "c", tab: 1))
            try drafts.keep("of another cluster", for: Drafts.Key(cluster: "b", tab: 2))
            try drafts.keep("newest", for: Drafts.Key(cluster: "c", tab: 9))
            try drafts.keep("middle", for: Drafts.Key(cluster: "c", tab: 3))
            let names = try folder.names("").filter { $0.hasSuffix(".draft") }
            for (name, time) in zip(names.sorted(), [1_000, 4_000, 3_000, 2_000]) {
                let date = Date(timeIntervalSince1970: Double(time))
                try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: folder.path(name))
            }
        }
        let next = Drafts(directory: folder.path)
        var texts: [String] = []
        while let orphan = next.newestOrphan(of: "c") {
            texts.append(orphan.text)
            #expect(try next.adopt(orphan, as: Drafts.Key(cluster: "c", tab: texts.count)))
        }
        #expect(texts == ["newest", "middle", "older"])
        #expect(next.orphans().map(\.text) == ["of another cluster"])
    }

    @Test func `the next tab in any process gets the draft of a closed tab`() throws {
        let folder = try TemporaryDirectory()
        let drafts = Drafts(directory: folder.path)
        let next = Drafts.Key(cluster: tab.cluster, tab: 3)
        try drafts.keep("first", for: tab)
        #expect(try drafts.release("typed last", of: tab) == .kept)
        // A text that still waited for the disk when the tab was closed.
        try drafts.keep("first", for: tab)
        let orphan = try #require(drafts.newestOrphan(of: tab.cluster))
        #expect(orphan.text == "typed last")
        #expect(try drafts.adopt(orphan, as: next))
        #expect(drafts.orphans() == [])
        #expect(try drafts.release("typed last", of: next) == .kept)
        #expect(Drafts(directory: folder.path).newestOrphan(of: tab.cluster)?.text == "typed last")
        let empty = Drafts.Key(cluster: "d", tab: 4)
        try drafts.keep("x", for: empty)
        #expect(try drafts.release(" \n", of: empty) == .removed)
        #expect(try drafts.release("set password = 'x'", of: Drafts.Key(cluster: "d", tab: 5)) == .secret)
        #expect(drafts.newestOrphan(of: "d") == nil)
    }

    @Test func `of several processes that adopt a draft one succeeds`() throws {
        let folder = try TemporaryDirectory()
        do { try Drafts(directory: folder.path).keep("text", for: tab) }
        let heirs = (0..<5).map { _ in Drafts(directory: folder.path) }
        let orphan = try #require(heirs[0].orphans().first)
        let taken = try heirs.map { try $0.adopt(orphan, as: tab) }
        #expect(taken.filter { $0 }.count == 1)
        #expect(heirs.allSatisfy { $0.orphans() == [] })
    }

    @Test func `a killed process leaves its drafts`() throws {
        let folder = try TemporaryDirectory()
        let owner = "00000000000000aa"
        try folder.write("1\tc\nselect 1", to: "\(owner)-1.draft")
        let child = try ChildProcess(
            ["flock", folder.path("\(owner).lock"), "sh", "-c", "touch '\(folder.path("ready"))'; sleep 1000"],
            environment: [:])
        for _ in 0..<60_000 where !FileManager.default.fileExists(atPath: folder.path("ready")) { poll(nil, 0, 1) }
        let drafts = Drafts(directory: folder.path)
        #expect(drafts.orphans() == [])
        kill(-child.identifier, SIGKILL)
        _ = child.wait()
        // The child of `flock` has the lock, too, and is killed a moment later.
        for _ in 0..<60_000 where drafts.orphans().isEmpty { poll(nil, 0, 1) }
        #expect(drafts.orphans().map(\.text) == ["select 1"])
    }

    @Test func `a draft with a secret is not written and removes the previous one`() throws {
        let folder = try TemporaryDirectory()
        let drafts = Drafts(directory: folder.path)
        try drafts.keep("alter user a ", for: tab)
        #expect(try drafts.keep("alter user a password 'hunter2'", for: tab) == .secret)
        #expect(try folder.names("").allSatisfy { $0.hasSuffix(".lock") })
        #expect(try drafts.keep("select 1", for: tab) == .kept)
        #expect(try drafts.keep(String(repeating: "x", count: Drafts.mostBytes + 1), for: tab) == .unfit)
    }

    @Test func `a process that ends normally leaves nothing behind`() throws {
        let folder = try TemporaryDirectory()
        let drafts = Drafts(directory: folder.path)
        try drafts.keep("a", for: tab)
        try drafts.keep("b", for: Drafts.Key(cluster: "c", tab: 1))
        drafts.removeOwn()
        #expect(try folder.names("") == [])
        #expect(try drafts.keep("a", for: tab) == .kept)
        #expect(Drafts(directory: folder.path).orphans() == [])
    }

    @Test func `links and files that are not drafts are ignored`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("1\tc\nsecret of another file", to: "target")
        try folder.link("00000000000000aa-1.draft", to: folder.path("target"))
        try folder.write("no header", to: "00000000000000ab-1.draft")
        try folder.write("x\ty\ntext", to: "00000000000000ac-1.draft")
        try folder.write([0x31, 0x09, 0x63, 0x0A, 0xFF], to: "00000000000000ad-1.draft")
        try folder.write("1\tc\n", to: "00000000000000ae-1.draft")
        try FileManager.default.createDirectory(
            atPath: folder.path("00000000000000af-1.draft"), withIntermediateDirectories: false)
        #expect(mkfifo(folder.path("00000000000000b0-1.draft"), 0o600) == 0)
        #expect(Drafts(directory: folder.path).orphans() == [])
    }

    @Test func `a directory without write permission is reported`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("", to: "file")
        let drafts = Drafts(directory: folder.path("file"))
        #expect(throws: Failure.self) { try drafts.keep("x", for: tab) }
        #expect(drafts.orphans() == [])
    }
}
