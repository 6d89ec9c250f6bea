import Testing

@testable import Policy

/// The verdict of a policy on one login.
@Suite struct PolicyCheckTests {
    private let resource = ResourceName(
        region: "eu-west-1", account: "123456789012", resourceID: "cluster-ABCDEFGH", kind: .databaseUser("jane_doe"))

    private func check(_ statements: String) -> PolicyCheck {
        PolicyCheck(Array("{\"Version\":\"2012-10-17\",\"Statement\":\(statements)}".utf8), on: resource)
    }

    private func statement(
        effect: String = "Allow", action: String = "\"rds-db:connect\"",
        resource: String = "\"arn:aws:rds-db:eu-west-1:123456789012:dbuser:cluster-ABCDEFGH/jane_doe\"",
        condition: String? = nil
    ) -> String {
        "{\"Effect\":\"\(effect)\",\"Action\":\(action),\"Resource\":\(resource)"
            + (condition.map { ",\"Condition\":\($0)" } ?? "") + "}"
    }

    @Test func `the printed policy allows its login`() {
        let document = PolicyDocument([.init(identifier: "Connect", holder: "jane", resource: resource)])
        let result = PolicyCheck(Array(document.json.utf8), on: resource)
        #expect(result.verdict == .allowed)
        #expect(result.findings.isEmpty)
    }

    @Test func `wildcards, lists and the case of actions are read as IAM reads them`() {
        #expect(check(statement(action: "\"RDS-DB:Connect\"")).verdict == .allowed)
        #expect(
            check("[" + statement(action: "[\"s3:*\",\"rds-db:*\"]", resource: "[\"a\",\"*\"]") + "]").verdict
                == .allowed)
        #expect(
            check(statement(resource: "\"arn:aws:rds-db:*:123456789012:dbuser:cluster-*/jane_???\"")).verdict
                == .allowed)
        #expect(check("{\"Effect\":\"Allow\",\"NotAction\":\"s3:*\",\"Resource\":\"*\"}").verdict == .allowed)
    }

    @Test func `a denial wins over every permission`() {
        #expect(check("[" + statement() + "," + statement(effect: "Deny", resource: "\"*\"") + "]").verdict == .denied)
    }

    @Test(arguments: [
        ("arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABCDEFGH/jane_doe", "names the region us-east-1"),
        ("arn:aws:rds-db:eu-west-1:999999999999:dbuser:cluster-ABCDEFGH/jane_doe", "names the account 999999999999"),
        ("arn:aws:rds:eu-west-1:123456789012:dbuser:cluster-ABCDEFGH/jane_doe", "names the service rds"),
        ("arn:aws:rds-db:eu-west-1:123456789012:dbuser:orders/jane_doe", "names the resource and user orders/jane_doe"),
        (
            "arn:aws:rds-db:eu-west-1:123456789012:dbuser:cluster-ABCDEFGH/Jane_Doe",
            "upper and lower case matter"
        ),
        ("arn:aws:rds-db:eu-west-1:123456789012:cluster:orders", "names the kind cluster"),
    ])
    func `a statement that differs in one part names that part`(_ name: String, _ words: String) {
        let result = check(statement(resource: "\"\(name)\""))
        #expect(result.verdict == .notAllowed)
        #expect(result.findings.count == 1)
        #expect(result.findings.first?.contains(words) == true, "\(result.findings)")
    }

    @Test(arguments: PolicyCheck.unsupportedKeys)
    func `a condition on a key that a database login never sets gives a warning`(_ key: String) {
        let result = check(statement(condition: "{\"IpAddress\":{\"\(key.uppercased())\":\"10.0.0.0/8\"}}"))
        #expect(result.verdict == .notAllowed)
        #expect(result.findings.first?.contains("never sets that key") == true)
    }

    @Test func `other conditions leave the verdict to AWS`() {
        let condition = "{\"StringEquals\":{\"aws:PrincipalTag/team\":\"dba\"}}"
        #expect(check(statement(condition: condition)).verdict == .conditional)
        #expect(check("[" + statement(condition: condition) + "," + statement() + "]").verdict == .allowed)
    }

    @Test(arguments: ["", "{}", "[]", "{\"Statement\":", "null", "{\"statement\":[]}"])
    func `a text that is not a policy is refused`(_ text: String) {
        #expect(PolicyCheck(Array(text.utf8), on: resource).verdict == .unreadable)
    }
}
