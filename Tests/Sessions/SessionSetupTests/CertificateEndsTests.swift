import SessionSetup
import Testing
import Timestamps

@Suite struct CertificateEndsTests {
    /// 2026-11-21T14:02:31Z.
    private static let now = Timestamp(secondsSince1970: 1_795_269_751)
    private static let day: Int64 = 86_400

    private func warnings(server: Int64?, root: Int64?) -> [String] {
        CertificateEnds(server: server.map { Self.now + $0 }, root: root.map { Self.now + $0 }, rootName: "Root G1")
            .warnings(at: Self.now).map(\.text)
    }

    @Test(
        arguments: [
            (60 * day + 1, nil), (60 * day, "in 60 days, on 2027-01-20"), (60 * day - 1, "in 59 days, on 2027-01-20"),
            (2 * day, "in 2 days, on 2026-11-23"), (day, "in 1 day, on 2026-11-22"), (1, "in 0 days, on 2026-11-21"),
            (-day, "in 0 days, on 2026-11-20"),
        ] as [(Int64, String?)])
    func `a certificate that expires within 60 days is warned of`(seconds: Int64, left: String?) {
        let far = 365 * Self.day
        #expect(
            warnings(server: seconds, root: far) == left.map { ["the server's certificate expires \($0)"] } ?? [])
        #expect(
            warnings(server: far, root: seconds) == left.map { ["the root certificate Root G1 expires \($0)"] } ?? [])
    }

    @Test func `both certificates can be warned of, and an unknown end is not`() {
        #expect(warnings(server: 1, root: 1).count == 2)
        #expect(warnings(server: nil, root: nil).isEmpty)
        let ends = CertificateEnds(server: Self.now, root: Self.now, rootName: "Root G1")
        #expect(ends.warnings(at: Self.now).allSatisfy { !$0.advice.isEmpty })
    }
}
