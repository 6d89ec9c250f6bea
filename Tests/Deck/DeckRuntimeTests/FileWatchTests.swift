import DeckRuntime
import Foundation
import TestSupport
import Testing
import Threads

/// Every way to replace a watched file.
@Suite struct FileWatchTests {
    /// A way to change a file: shell scripts that set up a directory and change it; the file is `$D/live.toml` unless
    /// named.
    struct Way: CustomTestStringConvertible, Sendable {
        let name: String
        let setUp: String
        let change: String
        var file = "live.toml"

        var testDescription: String { name }
    }

    private static let ways = [
        Way(name: "written in place", setUp: "echo 1 > live.toml", change: "echo 22 > live.toml"),
        Way(name: "appended to", setUp: "echo 1 > live.toml", change: "echo 2 >> live.toml"),
        Way(name: "replaced by rename", setUp: "echo 1 > live.toml", change: "echo 2 > new; mv new live.toml"),
        Way(
            name: "replaced by a file of the same size and time", setUp: "echo 1 > live.toml",
            change: "echo 2 > new; touch -r live.toml new; mv new live.toml"),
        Way(name: "removed", setUp: "echo 1 > live.toml", change: "rm live.toml"),
        Way(name: "made", setUp: ":", change: "echo 1 > live.toml"),
        Way(name: "removed and made", setUp: "echo 1 > live.toml", change: "rm live.toml; echo 2 > live.toml"),
        Way(name: "linked to", setUp: "echo 1 > other", change: "ln -s other live.toml"),
        Way(name: "closed to its reader", setUp: "echo 1 > live.toml", change: "chmod 000 live.toml"),
        Way(name: "in a directory that is made", setUp: ":", change: "mkdir d; echo 1 > d/x", file: "d/x"),
        Way(
            name: "in directories that are made", setUp: ":", change: "mkdir -p a/b/c; echo 1 > a/b/c/x",
            file: "a/b/c/x"),
        Way(name: "in a directory that is moved in", setUp: "mkdir y; echo 1 > y/x", change: "mv y d", file: "d/x"),
        Way(name: "in a directory that is moved away", setUp: "mkdir d; echo 1 > d/x", change: "mv d y", file: "d/x"),
        Way(
            name: "in a directory that is replaced", setUp: "mkdir d e; echo 1 > d/x; echo 2 > e/x",
            change: "mv d f; mv e d", file: "d/x"),
        Way(
            name: "in a directory further up that is replaced",
            setUp: "mkdir -p d/i/j e/i/j; echo 1 > d/i/j/x; echo 2 > e/i/j/x",
            change: "mv d f; mv e d", file: "d/i/j/x"),
        Way(
            name: "a link's target, written", setUp: "mkdir t; echo 1 > t/x; ln -s t/x live.toml",
            change: "echo 22 > t/x"),
        Way(
            name: "a link's target, replaced", setUp: "mkdir t; echo 1 > t/x; ln -s t/x live.toml",
            change: "echo 2 > t/y; mv t/y t/x"),
        Way(name: "a link's target, made", setUp: "mkdir t; ln -s t/x live.toml", change: "echo 1 > t/x"),
        Way(
            name: "a link, switched", setUp: "echo 1 > a; echo 2 > b; ln -s a live.toml", change: "ln -sfn b live.toml"),
        Way(
            name: "a link in a chain, switched",
            setUp: "mkdir m; echo 1 > a; echo 2 > b; ln -s ../a m/l; ln -s m/l k; ln -s k live.toml",
            change: "ln -s ../b m/n; mv -T m/n m/l"),
        Way(
            name: "the end of a chain, written",
            setUp: "mkdir m; echo 1 > a; ln -s ../a m/l; ln -s m/l k; ln -s k live.toml",
            change: "echo 22 > a"),
        Way(
            name: "a directory's link, switched",
            setUp: "mkdir v1 v2; echo 1 > v1/x; echo 2 > v2/x; ln -s v1 ..data; ln -s ..data/x live.toml",
            change: "ln -s v2 ..new; mv -T ..new ..data"),
        Way(
            name: "a parent's link, switched", setUp: "mkdir v1 v2; echo 1 > v1/x; echo 2 > v2/x; ln -s v1 d",
            change: "ln -sfn v2 d", file: "d/x"),
        Way(
            name: "an absolute link's target", setUp: "mkdir t; echo 1 > t/x; ln -s $PWD/t/x live.toml",
            change: "echo 22 > t/x"),
        Way(
            name: "a path with dots", setUp: "mkdir d; echo 1 > live.toml", change: "echo 22 > live.toml",
            file: "d/.././live.toml"),
        Way(
            name: "a loop of links that is opened", setUp: "ln -s b a; ln -s a b; ln -s a live.toml",
            change: "rm b; echo 1 > b"),
    ]

    private func notices(_ way: Way, pollMilliseconds: Int32) throws -> Bool {
        let folder = try TemporaryDirectory()
        func shell(_ script: String) throws {
            let run = try Program.run(
                ["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"], directory: folder.path)
            try #require(run.status == 0, "\(run.errors)")
        }
        try shell(way.setUp)
        let path = folder.path(way.file)
        let signal = WakeSignal()
        _ = FileWatch([folder.path("another"), path], pollMilliseconds: pollMilliseconds) { changed in
            if changed == [path] { signal.raise() }
        }
        try shell(way.change)
        return signal.wait(milliseconds: 30_000)
    }

    @Test(arguments: ways)
    func `a change is noticed by the system's event`(way: Way) throws {
        #expect(try notices(way, pollMilliseconds: -1))
    }

    @Test(arguments: ways.filter { $0.name.contains("replaced") })
    func `a change is noticed by polling, too`(way: Way) throws {
        #expect(try notices(way, pollMilliseconds: 20))
    }
}
