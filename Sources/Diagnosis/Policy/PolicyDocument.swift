import JSON

/// The policy that a login needs, as JSON.
public struct PolicyDocument: Sendable, Equatable {
    /// A statement that allows one action on one resource.
    public struct Statement: Sendable, Equatable {
        /// The name of the statement: letters and digits.
        public let identifier: String
        /// The identity that needs the statement, for the person who attaches the policy.
        public let holder: String
        /// The action and the resource.
        public let resource: ResourceName

        public init(identifier: String, holder: String, resource: ResourceName) {
            self.identifier = identifier
            self.holder = holder
            self.resource = resource
        }
    }

    /// The statements in order.
    public let statements: [Statement]

    public init(_ statements: [Statement]) {
        self.statements = statements
    }

    /// The document as indented JSON, with a newline at its end.
    public var json: String {
        let texts = statements.map { statement in
            """
                {
                  "Sid": \(JSONText.quoted(statement.identifier)),
                  "Effect": "Allow",
                  "Action": \(JSONText.quoted(statement.resource.action)),
                  "Resource": \(JSONText.quoted(statement.resource.text))
                }
            """
        }
        return "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n\(texts.joined(separator: ",\n"))\n  ]\n}\n"
    }
}
