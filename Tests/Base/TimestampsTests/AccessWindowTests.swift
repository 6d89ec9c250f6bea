import Testing
import Timestamps

@Suite struct AccessWindowTests {
    /// 2026-11-21T14:02:31Z.
    private static let now = Timestamp(secondsSince1970: 1_795_269_751)

    private func window(_ seconds: Int64, movesBefore: Int64? = nil) -> AccessWindow {
        AccessWindow(source: "sso-session corp", end: Self.now + seconds, movesBefore: movesBefore)
    }

    @Test(
        arguments: [
            (86_400, nil, nil), (601, nil, nil), (600, nil, 10), (301, nil, 10), (300, nil, 5), (61, nil, 5),
            (60, nil, 1),
            (1, nil, 1), (0, nil, nil), (-1, nil, nil),
            // Renewed fifteen minutes before: by then the renewal must have failed.
            (600, 900, 10), (60, 900, 1),
            // Renewed five minutes before.
            (600, 300, nil), (300, 300, nil), (60, 300, 1),
        ] as [(Int64, Int64?, Int?)])
    func `a warning is due 10, 5 and 1 minutes before the end`(seconds: Int64, movesBefore: Int64?, minutes: Int?) {
        #expect(window(seconds, movesBefore: movesBefore).warning(at: Self.now) == minutes)
    }

    @Test func `the text has the day only if it is more than a day away`() {
        #expect(window(3_600).text(at: Self.now) == "until 15:02")
        #expect(window(86_400).text(at: Self.now) == "until 14:02")
        #expect(window(86_401).text(at: Self.now) == "until 2026-11-22 14:02")
        #expect(window(3_600, movesBefore: 900).text(at: Self.now) == "until 15:02 or later")
    }

    @Test func `credentials that outlive their source lengthen the window`() {
        #expect(window(60).lasting(until: Self.now + 90).end == Self.now + 90)
        #expect(window(60).lasting(until: Self.now + 30).end == Self.now + 60)
        #expect(window(60).lasting(until: nil) == window(60))
        #expect(window(60, movesBefore: 900).fixed == window(60))
    }
}
