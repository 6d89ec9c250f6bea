import SigV4
import Testing
import Timestamps

@Suite struct EffectiveExpiryTests {
    private let signed = Timestamp(secondsSince1970: 1_000_000)

    @Test func `without an expiry of the credentials the token's own 900 seconds count`() {
        let expiry = EffectiveExpiry(issuedAt: signed, lifetime: 900, credentialsExpireAt: nil)
        #expect(expiry.expiresAt == signed + 900)
        #expect(expiry.limitedBy == .token)
    }

    @Test(arguments: [(120, 120, EffectiveExpiry.Limit.credentials), (900, 900, .token), (3_600, 900, .token)])
    func `the earlier expiry counts and its cause is named`(
        credentials: Int64, seconds: Int64, limit: EffectiveExpiry.Limit
    ) {
        let expiry = EffectiveExpiry(issuedAt: signed, lifetime: 900, credentialsExpireAt: signed + credentials)
        #expect(expiry.secondsLeft(at: signed) == seconds)
        #expect(expiry.limitedBy == limit)
    }

    @Test func `the remaining time is never negative`() {
        let expiry = EffectiveExpiry(issuedAt: signed, lifetime: 900, credentialsExpireAt: nil)
        #expect(expiry.secondsLeft(at: signed + 899) == 1)
        #expect(expiry.secondsLeft(at: signed + 900) == 0)
        #expect(expiry.secondsLeft(at: signed + 90_000) == 0)
    }

    @Test func `a token is usable until 30 seconds before its expiry and not before its signing`() {
        let expiry = EffectiveExpiry(issuedAt: signed, lifetime: 900, credentialsExpireAt: nil)
        #expect(expiry.isUsable(at: signed))
        #expect(expiry.isUsable(at: signed + 869))
        #expect(!expiry.isUsable(at: signed + 870))
        #expect(!expiry.isUsable(at: signed + -3_600))
    }
}
