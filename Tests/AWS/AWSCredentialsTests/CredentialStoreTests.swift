import Failures
import Foundation
import Secrets
import SigV4
import TestSupport
import Testing
import Threads
import Timestamps

@testable import AWSCredentials

/// A source with scripted answers that counts its calls.
private struct Source: CredentialProvider {
    let name = "source"
    let counter = Counter()
    let say: @Sendable (Int, CredentialLookup) throws(Failure) -> FoundCredentials

    func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        .found(try say(counter.next(), lookup))
    }
}

private func keys(_ name: String, end: Timestamp?) -> FoundCredentials {
    FoundCredentials(
        credentials: Credentials(
            accessKeyID: name, secretAccessKey: Secret("S"), sessionToken: Secret("T"), expiration: end),
        source: "here", isRenewable: true)
}

@Suite struct CredentialStoreTests {
    private let folder: TemporaryDirectory
    private let now = Locked(Situation.now)

    init() throws { folder = try TemporaryDirectory() }

    private func store(_ source: Source) throws -> CredentialStore {
        let environment = try Situation().install(in: folder)
        let now = now
        return CredentialStore(
            environment, chain: ProviderChain([source]), services: CredentialServices(clock: { now.withLock { $0 } }))
    }

    private func wait(_ seconds: Int64) { now.withLock { $0 = $0 + seconds } }

    @Test func `a thousand clusters of twenty identities need twenty searches in parallel use`() throws {
        let source = Source { _, lookup throws(Failure) in keys(lookup.profile, end: Situation.now + 3_600) }
        for number in 0..<20 {
            try folder.write("", to: "unused\(number)")
        }
        let profiles = (0..<20).map { "[profile p\($0)]\nregion = eu-west-1\n" }.joined()
        let environment = try Situation(config: profiles).install(in: folder)
        let now = now
        let store = CredentialStore(
            environment, chain: ProviderChain([source]), services: CredentialServices(clock: { now.withLock { $0 } }))
        let wrong = Counter()
        DispatchQueue.concurrentPerform(iterations: 1_000) { number in
            let profile = "p\(number % 20)"
            // A cluster's region is no part of the identity.
            let found = try? store.credentials(for: .init(.flag(profile), region: "region-\(number % 7)"))
            if found?.credentials.accessKeyID != profile { _ = wrong.next() }
        }
        #expect(wrong.value == 0)
        #expect(source.counter.value == 20)
    }

    @Test func `callers during a search wait for it and share its result`() throws {
        let gate = WakeSignal()
        let source = Source { _, _ throws(Failure) in
            while !gate.wait(milliseconds: 60_000) {}
            return keys("one", end: nil)
        }
        let store = try store(source)
        let done = Counter()
        for _ in 0..<8 {
            DetachedThread.start {
                if (try? store.credentials(for: .init(.environment)))?.credentials.accessKeyID == "one" {
                    _ = done.next()
                }
            }
        }
        while !store.state(of: .init(.environment)).isLooking { sched_yield() }
        gate.raise()
        while done.value < 8 { sched_yield() }
        #expect(source.counter.value == 1)
    }

    @Test func `credentials are renewed 15 minutes before their expiry and not earlier`() throws {
        let now = now
        let source = Source { number, _ throws(Failure) in keys("key \(number)", end: now.withLock { $0 } + 3_600) }
        let store = try store(source)
        func key() throws -> String { try store.credentials(for: .init(.environment)).credentials.accessKeyID }
        #expect(try key() == "key 1")
        wait(2_699)
        #expect(try key() == "key 1")
        wait(1)
        #expect(try key() == "key 2")
    }

    @Test func `credentials are renewed in the background without a waiting caller`() throws {
        let now = now
        let source = Source { number, _ throws(Failure) in keys("key \(number)", end: now.withLock { $0 } + 3_600) }
        let store = try store(source)
        _ = try store.credentials(for: .init(.environment))
        store.renewAhead { _ in Issue.record("nothing was due") }
        wait(3_000)
        let done = WakeSignal()
        store.renewAhead { _ in done.raise() }
        while !done.wait(milliseconds: 60_000) {}
        #expect(store.state(of: .init(.environment)).held?.credentials.accessKeyID == "key 2")
        #expect(source.counter.value == 2)
    }

    @Test func `a caller with prompts searches again when a search without prompts is running`() throws {
        let gate = WakeSignal()
        let source = Source { number, lookup throws(Failure) in
            if number == 1 {
                while !gate.wait(milliseconds: 60_000) {}
                let device = MFADevice(serial: "1", role: "r", profile: "p", isAgain: false)
                _ = try lookup.services.interaction.code(for: device)
            }
            return keys("second", end: nil)
        }
        let store = try store(source)
        let done = Counter()
        DetachedThread.start {
            if (try? store.credentialsQuietly(for: .init(.environment))) == nil { _ = done.next() }
        }
        while !store.state(of: .init(.environment)).isLooking { sched_yield() }
        for _ in 0..<8 {
            DetachedThread.start {
                if (try? store.credentials(for: .init(.environment)))?.credentials.accessKeyID == "second" {
                    _ = done.next()
                }
            }
        }
        gate.raise()
        while done.value < 9 { sched_yield() }
        #expect(source.counter.value == 2)
    }

    @Test func `the background renewal never prompts for a code`() throws {
        let source = Source { number, lookup throws(Failure) in
            if number == 1 { return keys("first", end: Situation.now + 1_000) }
            throw Failure(.notPermitted, "no code")
        }
        let store = try store(source)
        _ = try store.credentials(for: .init(.environment))
        wait(700)
        let done = WakeSignal()
        store.renewAhead { _ in done.raise() }
        while !done.wait(milliseconds: 60_000) {}
        let state = store.state(of: .init(.environment))
        #expect(state.held?.credentials.accessKeyID == "first")
        #expect(state.problem?.what == "no code")
        store.renewAhead { _ in Issue.record("it was tried again at once") }
    }

    @Test func `after a failure valid old credentials are used with the failure until they expire`() throws {
        let source = Source { number, _ throws(Failure) in
            if number == 1 { return keys("old", end: Situation.now + 1_000) }
            throw Failure(.unavailable, "the network is down")
        }
        let store = try store(source)
        #expect(try store.credentials(for: .init(.environment)).warnings.isEmpty)
        wait(700)
        for _ in 0..<3 {
            let found = try store.credentials(for: .init(.environment))
            #expect(found.credentials.accessKeyID == "old")
            #expect(found.warnings == ["the credentials cannot be renewed: the network is down"])
        }
        #expect(source.counter.value == 2)
        wait(300)
        #expect(throws: Failure(.unavailable, "the network is down")) {
            try store.credentials(for: .init(.environment))
        }
    }

    @Test func `one failure answers all requests of the same moment`() throws {
        let source = Source { _, _ throws(Failure) in throw Failure(.notPermitted, "no") }
        let store = try store(source)
        for _ in 0..<1_000 { #expect(throws: Failure.self) { try store.credentials(for: .init(.environment)) } }
        #expect(source.counter.value == 1)
        store.forget(.init(.environment))
        #expect(throws: Failure.self) { try store.credentials(for: .init(.environment)) }
        wait(5)
        #expect(throws: Failure.self) { try store.credentials(for: .init(.environment)) }
        #expect(source.counter.value == 3)
    }

    @Test func `the next request notices rotated files, even if their keys are gone`() throws {
        func file(_ key: String) -> String { "[default]\naws_access_key_id = \(key)\naws_secret_access_key = S\n" }
        let environment = try Situation(credentials: file("ONE")).install(in: folder)
        let store = CredentialStore(environment, services: CredentialServices(clock: { Situation.now }))
        func key() throws -> String { try store.credentials(for: .init(.environment)).credentials.accessKeyID }
        #expect(try key() == "ONE")
        try folder.write(file("TWO"), to: "credentials")
        #expect(try key() == "TWO")
        try folder.write("[default]\n", to: "credentials")
        #expect(throws: Failure.self) { try key() }
        try folder.write("nonsense", to: "credentials")
        #expect(throws: Failure.self) { try key() }
        try folder.write(file("THREE"), to: "credentials")
        #expect(try key() == "THREE")
    }

    @Test func `credentials are looked up only on request, and their search can be explained`() throws {
        let source = Source { _, _ throws(Failure) in keys("one", end: Situation.now + 3_600) }
        let store = try store(source)
        #expect(store.state(of: .init(.environment)).held == nil)
        #expect(source.counter.value == 0)
        _ = try store.credentials(for: .init(.environment))
        let trail = try #require(store.state(of: .init(.environment)).trail)
        #expect(trail.winner == "here")
        #expect(trail.expiration == Situation.now + 3_600)
        #expect(trail.steps.map(\.answer) == ["found: here, good until 2026-11-21T15:08:31Z"])
    }

    @Test func `credentials that live less than 15 minutes are not looked up for every request`() throws {
        let now = now
        let source = Source { number, _ throws(Failure) in keys("key \(number)", end: now.withLock { $0 } + 600) }
        let store = try store(source)
        for _ in 0..<100 { _ = try store.credentials(for: .init(.environment)) }
        #expect(source.counter.value == 1)
        wait(399)
        #expect(try store.credentials(for: .init(.environment)).credentials.accessKeyID == "key 1")
        wait(1)
        #expect(try store.credentials(for: .init(.environment)).credentials.accessKeyID == "key 2")
    }

    @Test func `forgetting starts a new search and loses nothing`() throws {
        let source = Source { number, _ throws(Failure) in
            if number == 1 { return keys("old", end: Situation.now + 3_600) }
            throw Failure(.unavailable, "the network is down")
        }
        let store = try store(source)
        _ = try store.credentials(for: .init(.environment))
        store.forget(.init(.environment))
        let found = try store.credentials(for: .init(.environment))
        #expect(found.credentials.accessKeyID == "old")
        #expect(found.warnings == ["the credentials cannot be renewed: the network is down"])
        #expect(source.counter.value == 2)
    }
}
