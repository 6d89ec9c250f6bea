import JSON

/// One statement of a policy.
struct PolicyStatement {
    /// The `Sid` in quotes, or the statement's number counted from 1.
    let name: String
    let isAllow: Bool
    /// The keys of the conditions, in order and without duplicates.
    let conditionKeys: [String]
    private let actions: [String]
    private let otherActions: [String]
    private let resources: [String]
    private let otherResources: [String]

    init(_ value: JSONValue, name: String) {
        func texts(_ key: String) -> [String] { (PolicyCheck.list(value[key]) ?? []).compactMap(\.text) }
        self.name = name
        isAllow = value["Effect"]?.text == "Allow"
        actions = texts("Action")
        otherActions = texts("NotAction")
        resources = texts("Resource")
        otherResources = texts("NotResource")
        var keys: [String] = []
        for tests in value["Condition"]?.members ?? [] {
            for test in tests.value.members ?? [] where !keys.contains(test.name) { keys.append(test.name) }
        }
        conditionKeys = keys
    }

    /// Whether the action and the resource match.
    func covers(_ resource: ResourceName) -> Bool {
        hasAction(of: resource) && hasResource(resource)
    }

    /// Whether the action matches, on any resource.
    func hasAction(of resource: ResourceName) -> Bool {
        if actions.isEmpty {
            return !otherActions.isEmpty
                && !otherActions.contains { PolicyGlob.matches(resource.action, $0, ignoringCase: true) }
        }
        return actions.contains { PolicyGlob.matches(resource.action, $0, ignoringCase: true) }
    }

    private func hasResource(_ resource: ResourceName) -> Bool {
        if resources.isEmpty {
            return !otherResources.isEmpty && !otherResources.contains { PolicyGlob.matches(resource.text, $0) }
        }
        return resources.contains { PolicyGlob.matches(resource.text, $0) }
    }

    /// The reason why a statement that allows the action does not cover the resource; nil for an unrelated statement.
    func nearMiss(_ resource: ResourceName) -> String? {
        guard isAllow else { return nil }
        if !hasAction(of: resource) {
            let isMeant = actions.contains { $0.lowercased() == "rds:connect" }
            return isMeant ? "statement \(name) allows rds:connect; the action is \(resource.action)" : nil
        }
        guard let nearest = resources.first else { return nil }
        let (meant, written) = (Self.parts(resource.text), Self.parts(nearest))
        guard meant.count == written.count, meant.count == Self.partNames.count else {
            return "statement \(name) names \(nearest); the resource is \(resource.text)"
        }
        for (part, index) in zip(Self.partNames, meant.indices) where !PolicyGlob.matches(meant[index], written[index])
        {
            let isCaseOnly = meant[index].lowercased() == written[index].lowercased()
            return "statement \(name) names the \(part) \(written[index]); the login needs \(meant[index])"
                + (isCaseOnly ? " (upper and lower case matter)" : "")
        }
        return nil
    }

    private static let partNames = ["prefix", "partition", "service", "region", "account", "kind", "resource and user"]

    private static func parts(_ name: String) -> [String] {
        name.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
    }
}
