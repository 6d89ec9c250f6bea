extension ServerFacts {
    /// The schemas in which PostgreSQL looks for a name without one, in order: that of temporary tables, then as the
    /// setting has them, whether they exist or not; nil when it is not known. Source: PostgreSQL's documentation, `search_path`.
    public var searchedSchemas: [String]? {
        guard let searchPath else { return nil }
        var schemas = temporarySchema.map { [$0] } ?? []
        var (name, isQuoted, wasQuoted) = ("", false, false)
        func take() {
            let plain = wasQuoted ? name : CatalogLookup.lowered(String(name.split(separator: " ").first ?? ""))
            let schema = plain == "$user" ? user ?? "" : plain
            if !schema.isEmpty, schema != "pg_catalog", !schemas.contains(schema) { schemas.append(schema) }
            (name, isQuoted, wasQuoted) = ("", false, false)
        }
        for character in searchPath {
            switch character {
            case "\"":
                // A doubled quote is one.
                if !isQuoted, wasQuoted { name.append(character) }
                if !isQuoted, !wasQuoted { name = "" }
                isQuoted.toggle()
                wasQuoted = true
            case "," where !isQuoted: take()
            case " " where !isQuoted && wasQuoted: break
            default: name.append(character)
            }
        }
        take()
        return schemas
    }
}
