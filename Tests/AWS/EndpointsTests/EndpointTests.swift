import Endpoints
import TestSupport
import Testing

@Suite struct EndpointTests {
    @Test(arguments: [
        ("c.cluster-x1.eu-west-1.rds.amazonaws.com", Endpoint.Kind.writer, "eu-west-1", Partition.aws),
        ("c.cluster-ro-x1.eu-west-1.rds.amazonaws.com", .reader, "eu-west-1", .aws),
        ("c.cluster-custom-x1.us-east-2.rds.amazonaws.com", .custom, "us-east-2", .aws),
        ("db1.x1.ap-southeast-2.rds.amazonaws.com", .instance, "ap-southeast-2", .aws),
        ("s.shardgrp-x1.us-east-1.rds.amazonaws.com", .shardGroup, "us-east-1", .aws),
        ("p.proxy-x1.us-west-2.rds.amazonaws.com", .proxy, "us-west-2", .aws),
        ("e.endpoint.proxy-x1.us-west-2.rds.amazonaws.com", .proxy, "us-west-2", .aws),
        ("c.cluster-x1.us-east-1.rds-fips.amazonaws.com", .writer, "us-east-1", .aws),
        ("c.cluster-x1.rds.cn-north-1.amazonaws.com.cn", .writer, "cn-north-1", .awsChina),
        ("c.cluster-x1.cn-northwest-1.rds.amazonaws.com.cn", .writer, "cn-northwest-1", .awsChina),
        ("c.cluster-x1.rds.us-gov-west-1.amazonaws.com", .writer, "us-gov-west-1", .awsGovernment),
        ("c.cluster-x1.us-gov-east-1.rds.amazonaws.com", .writer, "us-gov-east-1", .awsGovernment),
        ("c.cluster-x1.eusc-de-east-1.rds.amazonaws.eu", .writer, "eusc-de-east-1", .awsEuropeanSovereign),
        ("c.cluster-x1.rds.us-iso-east-1.c2s.ic.gov", .writer, "us-iso-east-1", .awsISO),
        ("c.cluster-x1.rds.us-isob-east-1.sc2s.sgov.gov", .writer, "us-isob-east-1", .awsISOB),
        ("c.cluster-x1.rds.eu-isoe-west-1.cloud.adc-e.uk", .writer, "eu-isoe-west-1", .awsISOE),
        ("c.cluster-x1.rds.us-isof-south-1.csp.hci.ic.gov", .writer, "us-isof-south-1", .awsISOF),
        ("abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws", .dsql, "us-east-1", .aws),
        ("C.Cluster-X1.EU-West-1.RDS.AmazonAWS.com.", .writer, "eu-west-1", .aws),
    ])
    func `every form of name shows its kind, region and partition`(
        host: String, kind: Endpoint.Kind, region: String, partition: Partition
    ) throws {
        let endpoint = try Endpoint(host)
        #expect(endpoint.kind == kind)
        #expect(endpoint.region == region)
        #expect(endpoint.partition == partition)
        #expect(endpoint.host == host.lowercased().trimmingSuffix("."))
    }

    @Test func `a global database's name has no region`() throws {
        let endpoint = try Endpoint("g.global-x1.global.rds.amazonaws.com")
        #expect(endpoint.kind == .globalWriter)
        #expect(endpoint.region == nil)
    }

    @Test(arguments: [
        ("", EndpointError.empty), ("10.0.0.7", .address("10.0.0.7")), ("[::1]", .address("[::1]")),
        ("fd00:ec2::23", .address("fd00:ec2::23")), ("0x7f.1", .address("0x7f.1")),
        ("2130706433", .address("2130706433")),
        ("localhost", .localhost), ("db.localhost", .localhost), ("db.example.com", .customName("db.example.com")),
        ("rds.amazonaws.com", .customName("rds.amazonaws.com")),
        (
            "c.cluster-x1.eu-west-1.rds.amazonaws.com.evil.example",
            .customName("c.cluster-x1.eu-west-1.rds.amazonaws.com.evil.example")
        ),
        ("c.cluster-x1.nowhere.rds.amazonaws.com", .customName("c.cluster-x1.nowhere.rds.amazonaws.com")),
        ("orders.eu-west-1.s3.amazonaws.com", .customName("orders.eu-west-1.s3.amazonaws.com")),
        (
            "c.cluster-x1.eu-west-1.rds.amazonaws.com:5432",
            .includesPort("c.cluster-x1.eu-west-1.rds.amazonaws.com", 5432)
        ),
        ("a b", .notAHostName("a b")), ("postgres://u@h:5432/db", .notAHostName("postgres://u@h:5432/db")),
        (
            "a.cluster-x.eu-west-1.rds.amazonaws.com.cn",
            .wrongPartition("a.cluster-x.eu-west-1.rds.amazonaws.com.cn", region: "eu-west-1")
        ),
        (
            "a.cluster-x.cn-north-1.rds.amazonaws.com",
            .wrongPartition("a.cluster-x.cn-north-1.rds.amazonaws.com", region: "cn-north-1")
        ),
        ("a.cluster-.eu-west-1.rds.amazonaws.com", .customName("a.cluster-.eu-west-1.rds.amazonaws.com")),
        (
            "\u{212A}.cluster-x.eu-west-1.rds.amazonaws.com",
            .notAHostName("\u{212A}.cluster-x.eu-west-1.rds.amazonaws.com")
        ), ("a..b", .notAHostName("a..b")), ("x://y", .notAHostName("x://y")),
        ("a,b.eu-west-1.rds.amazonaws.com", .notAHostName("a,b.eu-west-1.rds.amazonaws.com")),
        ("k=v;.rds.amazonaws.com", .notAHostName("k=v;.rds.amazonaws.com")), ("é.example", .notAHostName("é.example")),
    ])
    func `a name that no token can be signed for is refused with reason and advice`(text: String, error: EndpointError)
    {
        #expect(throws: error) { try Endpoint(text) }
        #expect(!error.reason.isEmpty && !error.advice.isEmpty)
    }

    private static let name = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"

    @Test(arguments: [
        ("https://NAME", nil), ("https://NAME/", nil), ("https://NAME:5432/orders", 5_432),
        ("postgresql://NAME:5432/orders?x=1", 5_432),
        ("jdbc:postgresql://NAME:5432/orders?user=jane&password=Tr0ub4dor9", 5_432),
        ("jdbc:mysql:aws://NAME/db;password=Tr0ub4dor9", nil),
        ("postgres://jane:Tr0ub4dor9@NAME:6000/db", 6_000), ("postgres://jane:Tr0ub4/dor9@NAME", nil),
        ("jane:Tr0ub4@dor9@NAME", nil),
        ("jane:Tr0ub4 dor9@NAME:1", 1), (" NAME", nil), ("NAME ", nil), ("\tNAME\n", nil), ("NAME:5432/orders", 5_432),
        ("NAME/orders", nil), ("NAME?password=Tr0ub4dor9", nil), ("NAME password=Tr0ub4dor9", nil),
        ("mysql://NAME", nil),
        ("\u{A0}NAME", nil),
    ])
    func `a longer text is refused with the host in it and without the password`(form: String, port: Int?) {
        let text = form.replacing("NAME", with: Self.name)
        let error = #expect(throws: EndpointError.self) { try Endpoint(text) }
        let advice = "endpoint = \"\(Self.name)\"" + (port.map { " and port = \($0)" } ?? "")
        #expect(error?.advice == advice)
        for piece in ["Tr0u", "dor9", "jane"] { #expect(error?.reason.contains(piece) == false) }
    }

    @Test(arguments: [
        "user:Tr0ub4dor9", "user:Tr0ub4dor9@", "host:Tr0ub4dor9", "user::Tr0ub4dor9", "host=h password=Tr0ub4dor9",
        "password=Tr0ub4dor9", "Tr0ub4dor9@", "h?Tr0ub4dor9", "h#Tr0ub4dor9", "h;Tr0ub4dor9", "h/Tr0ub4dor9",
        "h Tr0ub4dor9", "h%Tr0ub4dor9",
        "https://user:Tr0ub4dor9", "//Tr0ub4dor9", "user:Tr0ub4dor9\u{F6}@host",
    ])
    func `a possible password is not repeated`(text: String) {
        let error = #expect(throws: EndpointError.self) { try Endpoint(text) }
        let told = [error?.reason, error?.advice].compactMap(\.self).joined(separator: " ")
        #expect(!told.contains("ub4"))
    }

    @Test func `random names are accepted or refused without a crash`() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<5_000 {
            let text = random.text(Int.random(in: 0...60, using: &random), of: "abz019-.:[]_ \u{0}\u{7F}é")
            _ = try? Endpoint(
                text + random.pick(["", ".rds.amazonaws.com", ".eu-west-1.rds.amazonaws.com", ".on.aws"]))
        }
    }
}

@Suite struct DialAddressTests {
    @Test(arguments: [
        ("127.0.0.1:15432", "127.0.0.1", 15_432), ("[::1]:3306", "::1", 3_306), ("bastion:1", "bastion", 1),
    ])
    func `addresses are parsed and written`(text: String, host: String, port: Int) throws {
        let address = try #require(DialAddress(text))
        #expect((address.host, address.port) == (host, port))
        #expect(address.description == text)
    }

    @Test(arguments: [
        "", "host", ":5432", "host:", "host:0", "host:65536", "::1:5432", "a b:1", "h:+5", "[x]:5", "h/:1",
    ])
    func `anything else is refused`(text: String) {
        #expect(DialAddress(text) == nil)
    }

    @Test(arguments: [("127.0.0.1:1", true), ("[::1]:1", true), ("bastion:1", false), ("1.2.3:1", false)])
    func `names are distinguished from addresses`(text: String, isNumeric: Bool) {
        #expect(DialAddress(text)?.isNumeric == isNumeric)
    }
}

@Suite struct CanonicalNameTests {
    @Test func `a name without a CNAME has no other name`() {
        // The hosts file has the answer, so no query leaves the machine.
        #expect(CanonicalName.lookUp("localhost") == nil)
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
