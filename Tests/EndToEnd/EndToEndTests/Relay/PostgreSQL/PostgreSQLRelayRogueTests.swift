import Failures
import Foundation
import Secrets
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// Servers other than the cluster's, or misbehaving ones with a valid certificate, behind a relay.
@Suite struct PostgreSQLRelayRogueTests {
    private typealias Behaviour = RogueServers.Behaviour

    private func relay(_ servers: RogueServers, _ name: String) throws -> HarborRelay {
        var limits = RelayLimits()
        (limits.login, limits.greeting, limits.handshake) = (1_500, 5_000, 5_000)
        return try HarborRelay(
            RelayedServer(
                .postgresql, endpoint: RogueServers.host, addresses: ["127.0.0.1"],
                port: try #require(servers.ports[name]), authorityFile: servers.authority, user: "jane_doe",
                database: "secret_database"), limits: limits, token: { _ in Secret(RogueToken.text) })
    }

    @Test(arguments: [RogueCertificate.Kind.commonNameOnly, .commonNameWithAddress, .otherName])
    func `a server without the endpoint among its names receives neither user nor token`(
        _ kind: RogueCertificate.Kind
    ) throws {
        let servers = try RogueServers(
            "postgresql", [Behaviour(name: "rogue", steps: ["ask:3", "token"])], certificate: kind)
        let relay = try relay(servers, "rogue")
        let run = try relay.psql("select 1")
        #expect(run.errors.contains("is not \(RogueServers.host), so no token is sent"), "\(run.errors)")
        #expect(relay.tokensAsked.isEmpty)
        #expect(relay.reports.map(\.status) == [.notPermitted])
        let record = try #require(try servers.records(of: "rogue").first)
        #expect(record.secure.isEmpty && record.token.isEmpty)
    }

    @Test func `a server that requests a digest or repeats the token gains nothing`() throws {
        let forms = ["{token}", "{decoded}", "{tail}", "{cut}", "{every}"]
        var behaviours = [0, 2, 5, 6, 7, 8, 9, 11, 12, 99].map {
            Behaviour(name: "method \($0)", steps: ["ask:\($0)", "raw:E"])
        }
        behaviours.append(Behaviour(name: "SASL", steps: ["sasl:SCRAM-SHA-256", "raw:E"]))
        for (index, form) in forms.enumerated() {
            behaviours += [
                Behaviour(name: "error \(index)", steps: ["ask:3", "token", "error:\(form)"]),
                Behaviour(name: "notice \(index)", steps: ["ask:3", "token", "notice:\(form)", "error:\(form)"]),
                Behaviour(name: "version \(index)", steps: ["ask:3", "token", "ready:15 \(form)", "hear"]),
                Behaviour(name: "garbage \(index)", steps: ["ask:3", "token", "raw:\(form)"]),
                Behaviour(name: "again \(index)", steps: ["ask:3", "token", "ask:3", "hear", "error:\(form)"]),
            ]
        }
        let servers = try RogueServers("postgresql", behaviours)
        for behaviour in behaviours {
            let relay = try relay(servers, behaviour.name)
            let run = try relay.psql("select 1")
            let words = run.errors + run.text + relay.reports.map { "\($0)" }.joined()
            #expect(RogueToken.leaks(RogueToken.text, in: words).isEmpty, "\(behaviour.name): \(words)")
            let record = try #require(try servers.records(of: behaviour.name).first)
            let isAsked = behaviour.steps.first == "ask:3"
            #expect((record.token == RogueToken.text) == isAsked, "\(behaviour.name)")
            #expect(run.status == 2, "\(behaviour.name): \(run.text)")
        }
    }

    @Test(arguments: ["N", "", "E", "X", "SS", "HTTP/1.1 400 Bad Request\r\n\r\n", "S\u{0}garbage"])
    func `a server that refuses TLS receives only the request for it`(_ answer: String) throws {
        let server = try HostileServer { wire in
            let request = wire.hear(8)
            wire.say(Array(answer.utf8))
            if answer.isEmpty { return request }
            wire.finish()
            return request + wire.hearAll()
        }
        var limits = RelayLimits()
        (limits.greeting, limits.handshake) = (2_000, 2_000)
        let relay = try HarborRelay(
            RelayedServer(
                .postgresql, endpoint: "a.example", addresses: ["127.0.0.1"], port: server.port,
                authorityFile: "/etc/ssl/certs/ca-certificates.crt", user: "jane_doe"), limits: limits,
            token: { _ in Secret("the-token") })
        let run = try relay.psql("select 1")
        #expect(run.errors.contains("FATAL:  Quarterdeck: "), "\(run.errors)")
        #expect(relay.tokensAsked.isEmpty)
        #expect(RelayInUse.eventually { !server.heard.isEmpty })
        let heard = String(decoding: server.heard, as: UTF8.self)
        #expect(!heard.contains("the-token") && !heard.contains("jane_doe"))
    }
}
