import Failures
import Foundation
import Secrets
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// The limits of a relay's doors.
@Suite struct DoorEntriesTests {
    private func entries(_ reports: Box<[Failure]>, asksForProof: Bool) -> DoorEntries {
        var limits = RelayLimits()
        (limits.connections, limits.unproved) = (5, 2)
        return DoorEntries("127.0.0.1:1", asksForProof: asksForProof, limits: limits) { failure in
            reports.change { $0.append(failure) }
        }
    }

    @Test func `a door admits a few clients before their proof and more after it`() throws {
        let reports = Box<[Failure]>([])
        let door = entries(reports, asksForProof: true)
        var admitted: [DoorEntry] = []
        for _ in 0..<5 {
            let entry = try #require(door.enter())
            entry.prove()
            entry.prove()
            admitted.append(entry)
        }
        #expect(door.enter() == nil)
        admitted.removeLast(3)
        let (one, two) = (door.enter(), door.enter())
        #expect(one != nil && two != nil)
        #expect(door.enter() == nil)
        one?.prove()
        #expect(door.enter() != nil)
        #expect(reports.value.count == 1)
        withExtendedLifetime((admitted, two)) {}
    }

    @Test func `a door without a password has only the limit of all connections`() {
        let reports = Box<[Failure]>([])
        let door = entries(reports, asksForProof: false)
        var admitted = (0..<5).compactMap { _ in door.enter() }
        #expect(admitted.count == 5 && door.enter() == nil && door.enter() == nil)
        #expect(reports.value.map(\.status) == [.temporary])
        admitted.removeAll()
        #expect(door.enter() != nil)
    }

    @Test func `idle clients of a port leave the socket open and must prove the password in time`() throws {
        let sandbox = try SharedSandbox.description.get()
        let (folder, password, reports) = (try TemporaryDirectory(), DoorPassword(), Box<[Failure]>([]))
        var limits = RelayLimits()
        (limits.connections, limits.unproved, limits.proof, limits.refusals) = (10, 4, 3_000, 2)
        let secret = Secret(try sandbox.token("harbor"))
        let relay = try DatabaseRelay(
            server: RelayedServer(
                .postgresql, endpoint: try sandbox.cluster("harbor").endpoint, addresses: ["127.0.0.1"],
                port: Int(try sandbox.port("harbor")) ?? 0, authorityFile: sandbox.ca_file, user: "jane_doe",
                database: "harbor"),
            doors: [.socket(folder.path(".s.PGSQL.5432")), .port(0, password)], limits: limits,
            token: { _ in secret }, report: { failure in reports.change { $0.append(failure) } })
        defer { relay.stop() }
        let port = try #require(relay.ports.first)
        func psql(_ host: String, _ port: Int) throws -> Program {
            try Program.run(
                ["psql", "-X", "-w", "-Atc", "select 7"],
                environment: [
                    "PGHOST": host, "PGPORT": "\(port)", "PGUSER": "jane_doe", "PGDATABASE": "harbor",
                    "PGPASSWORD": password.secret.revealText(), "PGCONNECT_TIMEOUT": "20",
                ])
        }
        let idle = try (0..<20).map { _ in try Wire(toPort: port) }
        #expect(RelayInUse.eventually { !reports.value.isEmpty })
        let own = try psql(folder.path, 5432)
        #expect(own.text == "7\n", "\(own.errors)")
        // The admitted clients lose their connections at the end of the time for a proof.
        #expect(try RelayInUse.eventually { try psql("127.0.0.1", port).text == "7\n" })
        #expect(reports.value.map(\.status) == [.temporary])
        #expect(idle[0].hearAll().isEmpty)
    }

    @Test func `a client that sends its first packet byte by byte is not given more time`() throws {
        let (password, stop) = (DoorPassword(), try StopSignal())
        var limits = RelayLimits()
        limits.proof = 200
        let entries = DoorEntries("a port", asksForProof: true, limits: limits) { _ in }
        var ends: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        let (near, far) = (Descriptor(owning: ends[0]), Wire(Descriptor(owning: ends[1])))
        let entry = try #require(entries.enter())
        let packets = Packets(channel: PlainChannel(socket: near), stop: stop, until: entry.deadline)
        far.say([0, 0])
        #expect(throws: PacketProblem.self) { try packets.firstPacket(atMost: 100, Deadline(milliseconds: 600_000)) }
        withExtendedLifetime(password) {}
    }
}
