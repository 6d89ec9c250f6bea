import Foundation
import Profiles
import Testing

@testable import Policy

/// The printed statements and SQL.
@Suite struct PolicyTextTests {
    @Test(arguments: [
        ("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("us-iso-east-1", "aws-iso"),
        ("us-isob-east-1", "aws-iso-b"), ("eu-isoe-west-1", "aws-iso-e"), ("us-isof-south-1", "aws-iso-f"),
        ("eusc-de-east-1", "aws-eusc"),
    ])
    func `the resource has the region's partition`(_ region: String, _ partition: String) {
        let resource = ResourceName(
            region: region, account: "123456789012", resourceID: "cluster-A", kind: .databaseUser("jane_doe"))
        #expect(resource.text == "arn:\(partition):rds-db:\(region):123456789012:dbuser:cluster-A/jane_doe")
    }

    @Test func `DSQL has its own actions`() {
        func resource(_ isAdministrator: Bool) -> ResourceName {
            ResourceName(
                region: "us-east-1", account: "123456789012", resourceID: "abc",
                kind: .cluster(isAdministrator: isAdministrator))
        }
        #expect(resource(false).text == "arn:aws:dsql:us-east-1:123456789012:cluster/abc")
        #expect(resource(false).action == "dsql:DbConnect")
        #expect(resource(true).action == "dsql:DbConnectAdmin")
    }

    @Test(arguments: ["jane_doe", "jane \"x\" doe", "back\\slash", "zeile\n\u{1}", "jané"])
    func `the document is valid JSON for any user name`(_ user: String) throws {
        let resource = ResourceName(
            region: "eu-west-1", account: "123456789012", resourceID: "cluster-A", kind: .databaseUser(user))
        let text = PolicyDocument([.init(identifier: "Connect", holder: "jane", resource: resource)]).json
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let statements = try #require(object["Statement"] as? [[String: String]])
        #expect(statements.first?["Resource"] == resource.text)
        #expect(statements.first?["Action"] == "rds-db:connect")
    }

    @Test func `the SQL quotes users by each engine's rules`() {
        func sql(_ engine: Engine, _ user: String) -> String {
            UserStatements(engine: engine, user: user, account: "123456789012", partition: "aws").text
        }
        #expect(
            sql(.postgresql, "jane \"x\"").contains(
                "CREATE USER \"jane \"\"x\"\"\";\nGRANT rds_iam TO \"jane \"\"x\"\"\";"))
        #expect(
            sql(.mysql, "jane_doe").contains(
                "CREATE USER 'jane_doe'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';\nALTER USER 'jane_doe'@'%' REQUIRE SSL;"
            ))
        #expect(sql(.mysql, "it's `x`").contains("CREATE USER `it's ``x```@`%` IDENTIFIED"))
        #expect(sql(.dsql, "jane").contains("AWS IAM GRANT \"jane\" TO 'arn:aws:iam::123456789012:role/ROLE';"))
    }
}
