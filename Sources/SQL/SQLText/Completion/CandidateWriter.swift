import SQLWire

/// Writes the candidates of a place.
struct CandidateWriter {
    let dialect: Dialect
    /// Whether the word at the cursor has an opening quote: then only names are possible.
    let isQuoted: Bool
    let hasUpperKeywords: Bool
    /// Whether a parenthesis follows the cursor.
    let isCalled: Bool
    let typed: [UInt8]
    var scope: QueryScope
    var pool: CandidatePool

    var names: SchemaNames { scope.names }

    init(
        dialect: Dialect, isQuoted: Bool, hasUpperKeywords: Bool, isCalled: Bool, typed: [UInt8],
        scope: QueryScope, uses: [String: Int]
    ) {
        self.dialect = dialect
        self.isQuoted = isQuoted
        self.hasUpperKeywords = hasUpperKeywords
        self.isCalled = isCalled
        self.typed = typed
        self.scope = scope
        pool = CandidatePool(match: NameMatch(typed), limit: Completion.limit, uses: uses)
    }

    mutating func write(_ place: CompletionPlace, cursor: Int) {
        guard place.qualifiers.isEmpty else { return writeMembers(place) }
        writeColumns(place, cursor)
        if place.names.contains(.relations) { writeRelations(place) }
        if place.names.contains(.commonTables) { writeCommonTables() }
        if place.names.contains(.schemas) { writeSchemas() }
        if place.names.contains(.databases) { writeDatabases() }
        if place.names.contains(.roles) { writeRoles() }
        if place.names.contains(.ownFunctions) || place.names.contains(.functions)
            || place.names.contains(.rowFunctions)
        {
            writeFunctions(place)
        }
        guard !isQuoted else { return }
        if place.names.contains(.types) {
            writeWords(Phrases.commonTypes, .type, priority: 3)
            writeWords(Words.of(dialect).all(.type), .type, priority: 4)
        }
        writeKeywords(place)
    }

    /// The name in the form of the insertion; nil when it cannot be inserted.
    func text(_ name: String) -> String? {
        isQuoted
            ? Identifier.alwaysQuoted(name, dialect) : Identifier.quoted(name, dialect)
    }

    /// Offers a name without changes.
    mutating func offer(
        _ name: String, _ kind: CompletionCandidate.Kind, priority: Int, detail: @autoclosure () -> String = "",
        schema: String? = nil
    ) {
        let (isQuoted, dialect) = (isQuoted, dialect)
        pool.offer(name, priority: priority) {
            let text = isQuoted ? Identifier.alwaysQuoted(name, dialect) : Identifier.quoted(name, dialect)
            let prefix = schema.map { Identifier.quoted($0, dialect) }
            // A schema that cannot be written.
            if case .some(.none) = prefix { return nil }
            guard let text else { return nil }
            let qualified = (prefix ?? nil).map { $0 + "." + text } ?? text
            let label = schema.map { $0 + "." + name } ?? name
            return CompletionCandidate(text: qualified, label: label, kind: kind, detail: detail())
        }
    }

    private mutating func writeKeywords(_ place: CompletionPlace) {
        let isAlone = place.names.isEmpty && place.targets.isEmpty
        var seen: Set<String> = []
        for phrase in place.keywords where seen.insert(phrase).inserted {
            writeKeyword(phrase, priority: isAlone ? 0 : 10, worst: .words)
        }
        guard typed.count > 1, !place.keywords.isEmpty else { return }
        for word in Words.of(dialect).all(.reserved) { writeKeyword(word, priority: 30, worst: .prefix) }
    }

    private mutating func writeKeyword(_ word: String, priority: Int, worst: NameMatch.Quality) {
        let text = hasUpperKeywords ? word.uppercased() : word
        pool.offer(word, priority: priority, worst: worst, isListed: true) {
            CompletionCandidate(text: text, label: text, kind: .keyword, detail: "")
        }
    }

    private mutating func writeWords(_ words: [String], _ kind: CompletionCandidate.Kind, priority: Int) {
        let end = kind == .function && !isCalled ? "(" : ""
        let isUpper = hasUpperKeywords && !typed.isEmpty
        for word in words {
            let text = isUpper ? word.uppercased() : word
            pool.offer(word, priority: priority, worst: .inside, isListed: true) {
                CompletionCandidate(text: text + end, label: text, kind: kind, detail: "")
            }
        }
    }

    private mutating func writeFunctions(_ place: CompletionPlace) {
        if names.searchPath.isEmpty { scope.need(.searchPath) }
        for (order, schema) in names.searchPath.enumerated() {
            if names.functions[schema] == nil { scope.need(.functions(schema: schema, prefix: "")) }
            for function in names.functions[schema] ?? [] { offerFunction(function, priority: order == 0 ? 8 : 9) }
        }
        guard !isQuoted else { return }
        let words = Words.of(dialect)
        if place.names.contains(.functions) {
            writeWords(
                Phrases.commonFunctions.filter { words.meaning(of: $0).contains(.function) }, .function, priority: 9)
            writeWords(words.all(.function), .function, priority: 11)
        }
        if place.names.contains(.rowFunctions) { writeWords(words.all(.rowFunction), .function, priority: 11) }
    }

    mutating func offerFunction(_ name: String, priority: Int) {
        let text = text(name)
        let end = isCalled ? "" : "("
        pool.offer(name, priority: priority) {
            text.map { CompletionCandidate(text: $0 + end, label: name, kind: .function, detail: "") }
        }
    }
}
