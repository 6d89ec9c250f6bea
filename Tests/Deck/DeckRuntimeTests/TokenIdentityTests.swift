import AWSCredentials
import DeckRuntime
import Failures
import Profiles
import ScreenKit
import Secrets
import SigV4
import TestSupport
import Testing
import Timestamps
import TokenDelivery

@testable import Deck

private func section(_ name: String, _ id: String) -> String {
    "[\(name)]\naws_access_key_id = \(id)\naws_secret_access_key = S\n"
}

private let old = "AKIAOLDOLDOLDOLD1111"
private let new = "AKIANEWNEWNEWNEW2222"
private let other = "AKIAOTHEROTHERKY3333"

/// A token belongs to the identity that signed it and is never used for another one.
@Suite struct TokenIdentityTests {
    private let orders = RowID("orders")

    /// A deck with a token for each cluster.
    private func deck() throws -> DeckOnFiles {
        let deck = try DeckOnFiles(credentials: section("default", old) + section("dba", other))
        deck.press("*")
        deck.press("r")
        try deck.wait { deck.token("orders")?.facts != nil && deck.token("billing")?.facts != nil }
        return deck
    }

    private static let changes: [(String, keepsToken: Bool)] = [
        (section("default", new) + section("dba", other), false),
        (section("dba", other), false),
        ("", false),
        ("[default]\nregion = eu-west-1\n" + section("dba", other), false),
        ("[default]\naws_access_key_id = \(old)\n" + section("dba", other), false),
        (section("default", old) + section("dba", other), true),
        (section("default", old) + section("dba", new), true),
        ("# a remark\n" + section("default", old) + "region = us-east-1\n" + section("dba", other), true),
    ]

    @Test(arguments: 0..<8)
    func `a token is dropped when its identity changes or disappears, and kept otherwise`(number: Int) throws {
        let (text, keepsToken) = Self.changes[number]
        let deck = try deck()
        let facts = try #require(deck.token("orders")?.facts)
        try deck.home.write(text, to: ".aws/credentials")
        deck.take(.awsFilesChanged(DeckOnFiles.start))
        // Another thread checks the other identity's token; its event ends that check only.
        if keepsToken {
            let target = try #require(deck.target(orders))
            #expect(try deck.runner.usable(target).facts == facts)
            #expect(deck.token("orders")?.facts == facts)
        } else {
            try deck.wait { deck.token("orders")?.facts == nil }
            let row = try #require(deck.state.row(orders))
            #expect(row.last?.text.hasPrefix("dropped the token of AKIA…1111: ") == true, "\(row.last?.text ?? "")")
            #expect(row.last?.kind == .warning)
        }
    }

    @Test(arguments: 0..<5)
    func `a token of replaced keys is not used, however soon it is requested`(number: Int) throws {
        let deck = try deck()
        // Taken before the change, like a key press before the deck notices it.
        let target = try #require(deck.target(orders))
        try deck.home.write(Self.changes[number].0, to: ".aws/credentials")
        let ways: [() throws -> SignedToken] = [
            { try deck.runner.usable(target).token }, { try deck.runner.usable(row: target.row, target.cluster).token },
            { try deck.runner.usable(target, after: try #require(target.facts)).token },
        ]
        for way in ways {
            guard number == 0 else {
                #expect(throws: Failure.self) { try way() }
                continue
            }
            #expect(try way().secret.revealText().contains("X-Amz-Credential=\(new)"))
        }
    }

    @Test func `copying after a change gives a token of the new keys`() throws {
        let deck = try deck()
        try deck.home.write(section("default", new), to: ".aws/credentials")
        deck.press("c")
        try deck.wait { deck.state.clipboard != nil }
        #expect(try deck.home.text("run/clipboard").contains("X-Amz-Credential=\(new)"))
    }

    @Test func `a row that is kept fresh is signed again with the new keys`() throws {
        let deck = try deck()
        deck.press("a")
        try deck.home.write(section("default", new) + section("dba", other), to: ".aws/credentials")
        deck.take(.awsFilesChanged(DeckOnFiles.start))
        try deck.wait { deck.token("orders")?.facts?.maskedKey == "AKIA…2222" }
        #expect(deck.state.messages.all.contains { $0.text.contains("its credentials are now AKIA…2222") })
        #expect(deck.token("billing")?.facts?.maskedKey == "AKIA…3333")
    }

    @Test func `a token is not used for another login with the cluster's name`() throws {
        let deck = try deck()
        let cluster = try #require(deck.target(orders)?.cluster)
        let before = try deck.runner.usable(row: orders, cluster).token
        #expect(try deck.runner.usable(row: orders, cluster).token.secret.matches(before.secret))
        var changed = cluster
        changed.user = "root"
        #expect(try deck.runner.usable(row: orders, changed).token.secret.revealText().contains("DBUser=root"))
        changed = cluster
        changed.awsProfile = "dba"
        #expect(try deck.runner.usable(row: orders, changed).token.secret.revealText().contains(other))
    }

    /// A source that renews its keys or changes its role, according to the file: `ROLE KEY`.
    private struct Role: CredentialProvider {
        let name = "role"

        func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
            let region = lookup.files.region(of: "default") ?? ""
            let words = region.split(separator: "/").map(String.init)
            guard words.count == 2 else { return .absent("no role") }
            return .found(
                FoundCredentials(
                    credentials: Credentials(
                        accessKeyID: words[1], secretAccessKey: Secret("S"), sessionToken: Secret("T"),
                        expiration: lookup.now + 7_200),
                    source: "role \(words[0])", isRenewable: true))
        }
    }

    @Test func `renewed keys of the same role keep a token, another role's do not`() throws {
        let deck = try DeckOnFiles(
            ProviderChain([Role()]), credentials: "[default]\nregion = reader/ASIAONE\n[dba]\nx = 1\n")
        deck.press("r")
        try deck.wait { deck.token("orders")?.facts != nil }
        let facts = try #require(deck.token("orders")?.facts)
        try deck.home.write("[default]\nregion = reader/ASIATWO\n[dba]\nx = 1\n", to: ".aws/credentials")
        let target = try #require(deck.target(orders))
        #expect(try deck.runner.usable(target).facts == facts)
        try deck.home.write("[default]\nregion = writer/ASIATWO\n[dba]\nx = 1\n", to: ".aws/credentials")
        #expect(try deck.runner.usable(target).token.secret.revealText().contains("ASIATWO"))
    }
}
