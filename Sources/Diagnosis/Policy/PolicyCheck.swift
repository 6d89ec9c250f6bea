import JSON

/// Checks whether a policy allows a login, by IAM's rules but without the values of conditions.
public struct PolicyCheck: Sendable {
    public enum Verdict: Sendable, Equatable {
        /// A statement without conditions allows the login, and none denies it.
        case allowed
        /// The login is allowed if conditions hold that only AWS can evaluate.
        case conditional
        /// A statement denies the login.
        case denied
        /// No statement allows the login.
        case notAllowed
        /// The text is not a policy.
        case unreadable
    }

    public let verdict: Verdict
    /// Notable findings, one line each, in the order of the statements.
    public let findings: [String]

    /// Condition keys that AWS never sets for a database login.
    ///
    /// Source: Aurora User Guide, "IAM database authentication", limitations.
    static let unsupportedKeys = [
        "aws:Referer", "aws:SourceIp", "aws:SourceVpc", "aws:SourceVpce", "aws:UserAgent", "aws:VpcSourceIp",
    ]

    /// Checks a policy's JSON text.
    public init(_ bytes: [UInt8], on resource: ResourceName) {
        guard let document = JSONValue(bytes), let statements = Self.list(document["Statement"]) else {
            self.init(verdict: .unreadable, findings: ["it is no JSON document with a Statement"])
            return
        }
        var findings: [String] = []
        var (isAllowed, mayBeAllowed, isDenied, mayBeDenied) = (false, false, false, false)
        for (number, value) in statements.enumerated() {
            let statement = PolicyStatement(value, name: value["Sid"]?.text.map { "\"\($0)\"" } ?? "\(number + 1)")
            let unsupported = statement.conditionKeys.filter(Self.isUnsupported)
            let isAbout = statement.covers(resource)
            if isAbout || statement.hasAction(of: resource) {
                findings += unsupported.map { key in
                    "statement \(statement.name) has a condition on \(key): a database login never sets that key"
                }
            }
            guard isAbout else {
                if let reason = statement.nearMiss(resource) { findings.append(reason) }
                continue
            }
            switch (statement.isAllow, statement.conditionKeys.isEmpty, unsupported.isEmpty) {
            case (true, true, _): isAllowed = true
            case (true, false, true): mayBeAllowed = true
            case (true, false, false): break
            case (false, true, _): isDenied = true
            case (false, false, true): mayBeDenied = true
            case (false, false, false): break
            }
        }
        let verdict: Verdict =
            if isDenied {
                .denied
            } else if isAllowed, !mayBeDenied {
                .allowed
            } else {
                isAllowed || mayBeAllowed ? .conditional : .notAllowed
            }
        self.init(verdict: verdict, findings: findings)
    }

    private init(verdict: Verdict, findings: [String]) {
        self.verdict = verdict
        self.findings = findings
    }

    private static func isUnsupported(_ key: String) -> Bool {
        unsupportedKeys.contains { $0.lowercased() == key.lowercased() }
    }

    /// A single value counts as a list of one.
    static func list(_ value: JSONValue?) -> [JSONValue]? {
        guard let value else { return nil }
        return value.values ?? [value]
    }
}
