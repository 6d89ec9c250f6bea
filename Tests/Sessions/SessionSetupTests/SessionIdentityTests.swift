import SessionSetup
import Testing

/// The names under which servers show a person.
@Suite struct SessionIdentityTests {
    private func identity(
        _ pattern: String = SessionIdentity.usualPattern, user: String = "jane", profile: String? = "dba",
        ticket: String? = nil
    ) -> SessionIdentity {
        SessionIdentity(pattern: pattern, user: user, profile: profile, ticket: ticket, host: "bastion-1")
    }

    @Test func `user, profile and ticket follow the program`() {
        #expect(identity(ticket: "OPS-1").name(of: "quarterdeck") == "quarterdeck jane@dba #OPS-1")
        #expect(identity().name(of: "psql") == "psql jane@dba")
        #expect(identity(profile: nil, ticket: "OPS-1").name(of: "psql") == "psql jane #OPS-1")
        #expect(identity(profile: nil).name(of: "psql") == "psql jane")
    }

    @Test(arguments: [
        ("%u on %h", "x jane on bastion-1"), ("[%u]", "x [jane]"), ("%t", "x"), ("#%t %u", "x jane"), ("", "x"),
        ("100%% %q %", "x 100% %q"), ("  a   b ", "x a b"), (SessionIdentity.ticketOnly, "x"),
    ]) func `a pattern changes the text`(_ pattern: String, _ expected: String) {
        #expect(identity(pattern).name(of: "x") == expected)
    }

    @Test func `characters that could disturb a terminal become question marks`() {
        let name = identity(user: "ja\u{1B}[31mne", profile: "dbä", ticket: "a\nb\0c").name(of: "quarterdeck")
        #expect(name == "quarterdeck ja?[31mne@db? #a?b?c")
    }

    @Test func `long values are cut until the name fits`() {
        let long = identity(
            user: "jane.elisabeth.doe", profile: "payments-production-admin", ticket: "CHANGE-REQUEST-00012345")
        #expect(long.name(of: "quarterdeck") == "quarterdeck jane.elisabeth.~@payments-produc~ #CHANGE-REQUEST-~")
        #expect(long.name(of: "quarterdeck top") == "quarterdeck top jane.elisab~@payments-pr~ #CHANGE-REQU~")
        #expect(long.name(of: "quarterdeck", limit: 128).hasSuffix("admin #CHANGE-REQUEST-00012345"))
        let busy = "a program with a very long name of its own that leaves no room"
        #expect(long.name(of: busy) == busy)
        for length in 0...80 {
            let name = String(repeating: "n", count: length)
            let shown = long.name(of: name)
            #expect(shown.hasPrefix(name))
            #expect(shown.utf8.count <= max(63, length))
        }
    }

    @Test func `a name that already has the identity stays as it is`() {
        let once = identity(ticket: "OPS-1").name(of: "quarterdeck")
        #expect(identity(ticket: "OPS-1").name(of: once) == once)
        let long = identity(user: String(repeating: "u", count: 70))
        #expect(long.name(of: long.name(of: "quarterdeck")) == long.name(of: "quarterdeck"))
    }
}
