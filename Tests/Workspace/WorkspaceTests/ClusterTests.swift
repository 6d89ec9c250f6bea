import Failures
import Profiles
import ResultDelivery
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// A session on several clusters.
@Suite struct ClusterTests {
    /// The clusters' progress, as the session on them reports it.
    private static func progress(_ states: [(ClusterProgress.State, [String])]) -> [ClusterProgress] {
        states.enumerated().map { index, state in
            ClusterProgress(name: "c\(index)", state: state.0, rows: 1, words: state.1)
        }
    }

    private func bench(isForWriting: Bool = false, clusters: Int = 3) throws -> Bench {
        var bench = try Bench()
        let members = (0..<clusters).map { index in
            var cluster = Cluster(name: "c\(index)", engine: .postgresql, endpoint: bench.state.place.cluster.endpoint)
            cluster.environment = index == 0 ? "production" : "dev"
            return SessionPlace.Member(row: RowID("c\(index)"), cluster: cluster)
        }
        let place = try #require(SessionPlace(members, isForWriting: isForWriting))
        bench.state = WorkspaceState(
            id: TabID(1), place: place, size: Size(columns: 110, rows: 30), now: Bench.start)
        bench.send(.connected(.success(bench.session(.none)), bench.state.now))
        bench.pass(seconds: 20)
        _ = bench.takeEffects()
        return bench
    }

    /// Ends the running statement.
    private func end(_ bench: inout Bench, _ states: [(ClusterProgress.State, [String])]) {
        bench.answer(.concluded(Self.progress(states), elapsed: 8_000_000))
    }

    @Test func `each cluster has a line while rows come`() throws {
        var bench = try bench()
        bench.type("select 1;\n")
        let number = try #require(bench.state.run?.number)
        bench.send(.answer(run: number, .began(try Bench.store(["cluster", "id"], [["c0", "7"]])), bench.state.now))
        let states: [(ClusterProgress.State, [String])] = [
            (.done, []), (.running, []), (.failed, [#"relation "t" does not exist"#, "HINT"]),
        ]
        bench.send(.answer(run: number, .progress(Self.progress(states)), bench.state.now))
        bench.pass(seconds: 2)
        let lines = bench.screen.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.contains("1 done  1 running  1 failed") })
        #expect(lines.contains { $0.hasPrefix("  c1  running") && $0.contains("2.00 s") })
        #expect(lines.contains { $0.hasPrefix("  c2  failed") && $0.contains(#"relation "t" does not exist; HINT"#) })
        #expect(lines.contains { $0.contains("c0      │") && $0.contains("7") })
    }

    @Test func `the first set of columns stays on the screen when others arrive`() throws {
        var bench = try bench()
        bench.type("select 1;\n")
        let number = try #require(bench.state.run?.number)
        bench.send(.answer(run: number, .began(try Bench.store(["cluster", "id"], [["c0", "7"]])), bench.state.now))
        bench.send(.answer(run: number, .began(try Bench.store(["cluster", "name"], [["c1", "x"]])), bench.state.now))
        end(&bench, [(.done, []), (.done, []), (.done, [])])
        #expect(bench.screen.contains("id"))
        #expect(bench.state.results.count == 2)
        #expect(bench.state.results.allSatisfy { $0.isEnded && $0.shortfall == nil })
        #expect(bench.screen.contains("2 results, one for each set of columns"))
    }

    @Test func `one cluster is cancelled by its line, and its connection is dropped at the second time`() throws {
        var bench = try bench()
        bench.type("select 1;\n")
        bench.press(.function(6), .function(6), .character("j"))
        #expect(bench.state.focus == .clusters)
        _ = bench.takeEffects()
        bench.press(.character("c"), .character("c"))
        let cancels = bench.takeEffects().compactMap { effect in
            if case .cancelCluster(let index, let drops) = effect { "\(index) \(drops)" } else { nil }
        }
        #expect(cancels == ["1 false", "1 true"])
        end(&bench, [(.done, []), (.cancelled, []), (.done, [])])
        bench.pass(seconds: 20)
        _ = bench.takeEffects()
        bench.press(.character("c"))
        #expect(bench.takeEffects().isEmpty)
        #expect(bench.screen.contains("nothing runs on c1"))
    }

    @Test func `a statement runs again only where it failed`() throws {
        var bench = try bench()
        bench.type("select 1;\n")
        end(&bench, [(.failed, ["no"]), (.done, []), (.cancelled, [])])
        #expect(bench.screen.contains("2 of 3 clusters failed: c0, c2"))
        bench.press(.function(6))
        _ = bench.takeEffects()
        bench.press(.character("r"))
        let clusters = bench.takeEffects().compactMap { effect in
            if case .run(_, let order) = effect { order.clusters } else { nil }
        }
        #expect(clusters == [[0]])
        #expect(bench.state.clusters.map(\.state) == [.waiting, .done, .cancelled])
        end(&bench, [(.done, []), (.done, []), (.cancelled, [])])
        // The next statement runs everywhere.
        bench.press(.alt("i"))
        bench.type("select 2;\n")
        for case .run(_, let order) in bench.takeEffects() { #expect(order.clusters == nil) }
    }

    @Test func `a write that failed asks for the number of the clusters on which it would run again`() throws {
        var bench = try bench(isForWriting: true)
        bench.type("update t set a = 1 where b = 2;\n")
        #expect(bench.screen.contains("writes on 3 clusters, 1 of them production"))
        #expect(bench.screen.contains("Type 3 to run it."))
        bench.type("3\n")
        var lost = ClusterProgress(name: "c0", state: .failed, rows: 0, words: ["the connection is lost"])
        lost.isUncertain = true
        let failed = [lost] + Self.progress([(.failed, []), (.done, [])]).dropFirst(0)
        bench.answer(.concluded(Array(failed.prefix(2)) + [Self.progress([(.done, [])])[0]], elapsed: 1))
        bench.press(.function(6))
        _ = bench.takeEffects()
        bench.press(.character("r"))
        #expect(bench.takeEffects().isEmpty)
        #expect(bench.screen.contains("writes on 2 clusters, 1 of them production"))
        #expect(bench.screen.contains("may be done on c0"))
        bench.type("3\n")
        #expect(bench.state.run == nil)
        bench.type("2\n")
        #expect(bench.state.run != nil)
    }

    @Test func `equal answers are not called all answers when one is missing`() throws {
        var bench = try bench()
        bench.type("select 1;\n")
        end(&bench, [(.done, []), (.done, []), (.failed, ["no"])])
        // In the text, a letter is text.
        #expect(bench.screen.contains("(F6, then r runs it again there)"))
        bench.press(.function(6), .character("D"))
        #expect(bench.screen.contains("equal answers, and some are missing"))
        #expect(!bench.screen.contains("all answers are equal"))
    }

    @Test func `differences group the clusters, the largest group first`() throws {
        var bench = try bench()
        bench.type("select 1;\n")
        var states = Self.progress([(.done, []), (.done, []), (.done, [])])
        states[0] = ClusterProgress(name: "c0", state: .done, rows: 9)
        bench.answer(.concluded(states, elapsed: 1))
        let line = bench.screen.split(separator: "\n").first { $0.hasPrefix("  c0  done") }
        #expect(line?.contains("differs") == true)
        bench.press(.function(6), .character("D"))
        #expect(bench.screen.contains("2 different answers"))
        #expect(bench.screen.contains("1. 2 clusters, 1 row each, equal"))
        #expect(bench.screen.contains("c1, c2"))
        #expect(bench.screen.contains("2. 1 cluster, 9 rows"))
    }

    @Test func `no guarded transaction spans several clusters`() throws {
        var bench = try bench(isForWriting: true)
        bench.type("update t set a = 1 where b = 2")
        bench.press(.alt("m"))
        #expect(bench.takeEffects().isEmpty)
        #expect(bench.state.run == nil)
        #expect(bench.screen.contains("no transaction holds several clusters together"))
    }

    @Test(arguments: [8, 12, 24, 60])
    func `a hundred clusters leave room for the rows, and the line under the cursor stays in sight`(_ rows: Int) throws
    {
        var bench = try bench(clusters: 100)
        bench.send(.resized(Size(columns: 80, rows: rows)))
        bench.type("select 1;\n")
        let number = try #require(bench.state.run?.number)
        bench.send(.answer(run: number, .began(try Bench.store(["cluster", "id"], [["c0", "7"]])), bench.state.now))
        #expect(bench.screen.contains("cluster │"))
        bench.press(.function(6), .function(6), .character("G"))
        #expect(bench.screen.contains("▌ c99"))
    }

    @Test func `on a single cluster the keys say what they are for`() throws {
        var bench = try Bench()
        bench.press(.function(6))
        for key in ["c", "r", "D"] {
            bench.press(.character(Character(key)))
            #expect(bench.screen.contains("this session is on one cluster"))
        }
    }
}
