import Secrets
import SigV4
import TestSupport
import Testing
import Timestamps

@testable import Sandbox

@Suite struct TokenVerifierTests {
    private let identities = IdentityStore()
    private let now = Timestamp(secondsSince1970: 1_795_270_111)
    private let jane: SandboxIdentity
    private static let host = "harbor.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"

    init() {
        jane = identities.addLongTerm(user: "jane", databaseUsers: ["jane_doe"])
    }

    private func token(
        _ identity: SandboxIdentity? = nil, host: String = host, port: Int = 5432, user: String = "jane_doe",
        region: String = "eu-west-1", at moment: Int64 = 0, credentials: Credentials? = nil
    ) throws -> String {
        let request = try #require(TokenRequest(host: host, region: region, service: .rds(port: port, user: user)))
        var signer = TokenSigner()
        return signer.sign(request, with: credentials ?? (identity ?? jane).credentials, at: now + moment).revealText()
    }

    private func verdict(_ token: String, user: String = "jane_doe") -> TokenVerifier.Verdict {
        TokenVerifier(identities).verdict(
            on: Array(token.utf8), user: user, hosts: SandboxEngine.postgresql.hosts, port: 5432, now: now)
    }

    @Test func `a valid token is accepted for the writer's and the reader's name`() throws {
        #expect(verdict(try token()).isAccepted)
        #expect(verdict(try token(host: Self.host.replacing("cluster-", with: "cluster-ro-"))).isAccepted)
    }

    @Test func `a single flipped bit is refused`() throws {
        let temporary = identities.addTemporary(arn: "arn", databaseUsers: ["jane_doe"], expiration: now + 3_600)
        let bytes = Array(try token(temporary).utf8)
        let verifier = TokenVerifier(identities)
        for index in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[index] ^= 1 << UInt8(bit)
                let verdict = verifier.verdict(
                    on: flipped, user: "jane_doe", hosts: SandboxEngine.postgresql.hosts, port: 5432, now: now)
                #expect(!verdict.isAccepted, "bit \(bit) of byte \(index): \(verdict.reason)")
            }
        }
    }

    @Test(arguments: [
        (-900, true), (-901, false), (0, true), (300, true), (301, false), (-86_400, false), (86_400, false),
    ])
    func `the maximum age is 900 seconds and the maximum clock difference 300`(seconds: Int64, isAccepted: Bool) throws
    {
        #expect(verdict(try token(at: seconds)).isAccepted == isAccepted)
    }

    @Test func `a token for another login is refused with the reason`() throws {
        #expect(verdict(try token(user: "jane_ro")).reason == "signed for the user jane_ro")
        #expect(verdict(try token(), user: "jane_ro").reason == "signed for the user jane_doe")
        #expect(verdict(try token(port: 3306)).reason == "signed for port 3306")
        #expect(verdict(try token(host: "x.example.com")).reason == "signed for the host x.example.com")
        #expect(verdict(try token(region: "us-east-1")).reason == "signed for the region us-east-1")
    }

    @Test func `unknown, expired and forbidden keys are refused`() throws {
        let expired = identities.addTemporary(arn: "a", databaseUsers: ["jane_doe"], expiration: now)
        #expect(verdict(try token(expired)).reason == "the credentials ended at 2026-11-21T14:08:31Z")
        let nobody = identities.addLongTerm(user: "nobody", databaseUsers: [])
        #expect(verdict(try token(nobody)).reason == "no rds-db:connect for jane_doe")
        let stranger = IdentityStore().addLongTerm(user: "x", databaseUsers: ["jane_doe"])
        #expect(verdict(try token(stranger)).reason == "unknown access key")
    }

    @Test func `the session token must belong to the keys`() throws {
        let temporary = identities.addTemporary(arn: "a", databaseUsers: ["jane_doe"], expiration: now + 60).credentials
        func with(_ sessionToken: Secret?) throws -> String {
            try token(
                credentials: Credentials(
                    accessKeyID: temporary.accessKeyID, secretAccessKey: temporary.secretAccessKey,
                    sessionToken: sessionToken, expiration: nil))
        }
        #expect(verdict(try with(temporary.sessionToken)).isAccepted)
        #expect(verdict(try with(nil)).reason == "no session token")
        #expect(verdict(try with(Secret("other"))).reason == "unknown session token")
        let withExtra = Credentials(
            accessKeyID: jane.credentials.accessKeyID, secretAccessKey: jane.credentials.secretAccessKey,
            sessionToken: Secret("extra"), expiration: nil)
        #expect(verdict(try token(credentials: withExtra)).reason == "unknown session token")
    }

    @Test(
        arguments: [
            "", "ok", "password", "h:5432/?", "h:x/?Action=connect", "h:5432/?Action=connect&Action=connect", "\u{0}",
            .repeating("&", count: 100_000), "h:5432/?" + .repeating("a=%", count: 1_000),
        ] as [LongText])
    func `a text that is not a token is refused`(text: LongText) {
        #expect(verdict(text.text).reason == "not a token")
    }
}
