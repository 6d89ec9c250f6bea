import Foundation
import TestSupport
import Testing
import Timestamps

@Suite struct TimestampTests {
    @Test func `dates agree with Foundation's over eight thousand years`() throws {
        var random = SeededGenerator(seed: 1)
        let formatter = ISO8601DateFormatter()
        for _ in 0..<5_000 {
            let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &random)
            // Foundation's formatter uses the Julian calendar before 1582; RFC 3339 does not.
            guard seconds > -12_219_292_800 else { continue }
            let moment = Timestamp(secondsSince1970: seconds)
            #expect(moment.rfc3339 == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
            #expect(Timestamp(text: moment.rfc3339) == moment)
            #expect(Timestamp(amzDate: moment.amzDate) == moment)
        }
    }

    @Test(arguments: [
        ("2026-11-21T14:08:31Z", 1_795_270_111), ("2026-11-21T14:08:31+00:00", 1_795_270_111),
        ("2026-11-21T14:08:31UTC", 1_795_270_111), ("2026-11-21 14:08:31 +0000 UTC", 1_795_270_111),
        ("2026-11-21T16:08:31.123456+02:00", 1_795_270_111), ("2026-11-21T07:38:31-0630", 1_795_270_111),
        ("2026-11-21T14:08:31", 1_795_270_111), ("1970-01-01T00:00:00Z", 0), ("2000-02-29T00:00:00Z", 951_782_400),
    ])
    func `the formats of AWS tools are parsed`(text: String, seconds: Int64) {
        #expect(Timestamp(text: text)?.secondsSince1970 == seconds)
    }

    @Test(arguments: [
        "", "2026", "2026-11-21", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21T14:08:31X", "2026-11-21T14:08:31.Z", "2026-11-21T14:08:31+99:00", "2026-11-21T14:08:31Z ",
        "٢٠٢٦-11-21T14:08:31Z", "2023-02-29T00:00:00Z",
    ])
    func `any other text is refused`(text: String) {
        #expect(Timestamp(text: text) == nil)
    }

    @Test func `random bytes are refused without a crash`() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<2_000 {
            let text = random.text(Int.random(in: 0...30, using: &random), of: "0123456789-:TZ+. UTCé\u{0}")
            if let moment = Timestamp(text: text) { #expect(Timestamp(text: moment.rfc3339) == moment) }
        }
    }
}
