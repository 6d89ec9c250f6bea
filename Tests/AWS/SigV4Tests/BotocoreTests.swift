import Secrets
import SigV4
import TestSupport
import Testing
import Timestamps

@Suite struct BotocoreTests {
    private struct Case: Encodable {
        var kind = "rds"
        var host: String
        var port = 5432
        var user = ""
        var region: String
        var accessKeyID: String
        var secretAccessKey: String
        var sessionToken: String?
        var time: Int64
        var lifetime = 900
    }

    private static let keyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
    private static let anyAlphabet = "aZ09-._~ !\"#$%&'()*+,/:;<=>?@[\\]^`{|}éß海🚢\u{301}\u{1}\u{7F}"

    private static func randomCase(_ random: inout SeededGenerator, _ index: Int) -> Case {
        let region = random.pick(["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1", "ap-southeast-2"])
        let name = random.text(Int.random(in: 1...30, using: &random), of: "abcdefghijklmnopqrstuvwxyz0123456789-")
        let sizes = [0, 0, 1, 16, 400, 1_024, 2_048] + (index % 50 == 0 ? [16_384, 65_536] : [])
        var item = Case(
            host: "\(name).cluster-x\(index).\(region).rds.amazonaws.com",
            port: random.pick([5432, 3306, 443, 80, 1, 65_535, Int.random(in: 1...65_535, using: &random)]),
            user: random.text(Int.random(in: 1...40, using: &random), of: random.pick([keyAlphabet, anyAlphabet])),
            region: region, accessKeyID: random.text(20, of: random.pick([keyAlphabet, anyAlphabet])),
            secretAccessKey: random.text(
                Int.random(in: 1...80, using: &random), of: random.pick([keyAlphabet, anyAlphabet])),
            time: Int64.random(in: 0...4_102_444_799, using: &random))
        let size = random.pick(sizes)
        if size > 0 { item.sessionToken = random.text(size, of: random.pick([keyAlphabet, keyAlphabet, anyAlphabet])) }
        if index % 5 == 4 {
            item.kind = random.pick(["dsql", "dsql-admin"])
            item.host = "\(name).dsql.\(region).on.aws"
            item.lifetime = random.pick([900, 1, 604_800])
        }
        return item
    }

    private static func sign(_ item: Case, _ signer: inout TokenSigner) throws -> String {
        let service: TokenRequest.Service =
            item.kind == "rds" ? .rds(port: item.port, user: item.user) : .dsql(admin: item.kind == "dsql-admin")
        let request = try #require(
            TokenRequest(host: item.host, region: item.region, service: service, lifetime: item.lifetime))
        let credentials = Credentials(
            accessKeyID: item.accessKeyID, secretAccessKey: Secret(item.secretAccessKey),
            sessionToken: item.sessionToken.map { Secret($0) }, expiration: nil)
        return signer.sign(request, with: credentials, at: Timestamp(secondsSince1970: item.time)).revealText()
    }

    @Test func `2,500 generated tokens equal botocore's byte for byte`() throws {
        var random = SeededGenerator(seed: 20_261_121)
        let cases = (0..<2_500).map { Self.randomCase(&random, $0) }
        let expected = try Oracle.ask("botocore_tokens.py", beside: #filePath, cases, as: [String].self)
        #expect(expected.count == cases.count)
        var signer = TokenSigner()
        var different: [Int] = []
        for (index, item) in cases.enumerated() where try Self.sign(item, &signer) != expected[index] {
            different.append(index)
        }
        #expect(
            different.isEmpty,
            "\(different.count) differ, the first with \(different.first.map { cases[$0].host } ?? "")")
    }

    // An intended difference: the host is sent in lower case and without a trailing dot, as TLS and DNS compare it.
    // botocore sends it as typed.
    @Test func `capitals in the host change only the token's first part`() throws {
        var item = Case(
            host: "Orders.Cluster-X1.eu-west-1.rds.amazonaws.com", user: "jane", region: "eu-west-1", accessKeyID: "a",
            secretAccessKey: "s", time: 1_795_270_111)
        let theirs = try Oracle.ask("botocore_tokens.py", beside: #filePath, [item], as: [String].self)[0]
        var signer = TokenSigner()
        #expect(try Self.sign(item, &signer) == theirs.replacing(item.host, with: item.host.lowercased()))
        item.host += "."
        #expect(try Self.sign(item, &signer) == theirs.replacing("Orders.Cluster-X1", with: "orders.cluster-x1"))
    }
}
