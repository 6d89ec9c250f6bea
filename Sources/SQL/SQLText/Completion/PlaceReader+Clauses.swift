import SQLWire

extension PlaceReader {
    /// The clauses of a query.
    enum Clause {
        case select, from, on, using, `where`, group, having, order, limit, set, into, values, returning, conflict
        case insert, delete, update, merge, when, window, lock
    }

    /// The clause of the query at `index`, and where it begins.
    func clause(at index: Int) -> (Clause, Int) {
        let branch = scope.reader.branch(of: block, at: cursor)
        var (found, start): (Clause, Int) = (.select, branch.lowerBound)
        for position in branch.lowerBound..<max(branch.lowerBound, min(index, branch.upperBound))
        where tokens.depths[position] == block.depth && tokens.kind(position) == .keyword {
            guard tokens.kind(position - 1) != .dot, let next = clause(beginningAt: position, after: found) else {
                continue
            }
            (found, start) = (next, position)
        }
        return (found, start)
    }

    private func clause(beginningAt index: Int, after last: Clause) -> Clause? {
        switch tokens.word(index) {
        case "select": return .select
        case "from":
            return scope.reader.isDistinctFrom(index)
                ? nil : last == .delete || last == .select || last == .set ? .from : nil
        case "join", "straight_join": return .from
        case "on":
            if tokens.isWord(index + 1, "conflict") || tokens.isWord(index + 1, "duplicate") { return .conflict }
            return last == .from || last == .using || last == .update || last == .merge || last == .on ? .on : nil
        case "using": return tokens.kind(index + 1) == .openParenthesis || last == .from && !isDelete ? .using : .from
        case "where": return .where
        case "group": return .group
        case "having": return .having
        case "order": return .order
        case "limit", "offset", "fetch": return .limit
        case "set": return .set
        case "into": return .into
        case "values", "value": return last == .into || last == .insert ? .values : nil
        case "returning": return .returning
        case "insert", "replace": return last == .select && index == block.verb ? .insert : nil
        case "delete": return index == block.verb ? .delete : nil
        case "update": return index == block.verb ? .update : last == .conflict ? .conflict : nil
        case "merge": return index == block.verb ? .merge : nil
        case "when": return tokens.isWord(block.verb, "merge") ? .when : nil
        case "window": return .window
        case "for": return last == .select ? nil : .lock
        default: return nil
        }
    }

    private var isDelete: Bool { tokens.isWord(block.verb, "delete") }
    private var operators: [String] { Phrases.operators + (Phrases.ownOperators[dialect] ?? []) }
    private var clauses: [String] { Phrases.clauses + (Phrases.ownClauses[dialect] ?? []) }
    private var isInCase: Bool {
        (block.range.lowerBound..<max(block.range.lowerBound, cursor)).reduce(0) { open, index in
            open + (tokens.isWord(index, "case") ? 1 : tokens.isWord(index, "end") ? -1 : 0)
        } > 0
    }

    var clause: CompletionPlace {
        if let open, let place = inParentheses(open) { return place }
        let (clause, start) = clause(at: open ?? cursor)
        if open == nil, let place = follower(in: clause) { return place }
        if open != nil { return expression(after: [], isNested: true) }
        switch clause {
        case .select: return selecting
        case .from, .update, .merge, .delete: return tables(clause, start)
        case .on:
            if last == "on" { return joinCondition }
            let next =
                tokens.isWord(block.verb, "merge") ? ["when matched", "when not matched"] : Phrases.joins + clauses
            return expression(after: ["and", "or"] + next)
        case .using: return CompletionPlace([], Phrases.joins + clauses + ["on"])
        case .where, .having:
            return expression(
                after: ["and", "or"] + clauses.filter { $0 != "where" && ($0 != "having" || clause == .where) })
        case .group: return expression(after: ["having", "order by", "limit", "with rollup", "union"])
        case .order: return ordering
        case .limit:
            return CompletionPlace(
                [], expectsOperand ? ["all"] : ["offset", "for update", "rows only", "row only", "limit"])
        case .set: return assigning
        case .into, .insert: return inserting
        case .values where last == "on": return conflicting
        case .values:
            return expectsOperand ? CompletionPlace(.functions, ["row", "default"]) : CompletionPlace([], afterValues)
        case .returning: return expression(after: ["as", "into"])
        case .conflict: return conflicting
        case .when where last == "when": return CompletionPlace([], ["matched", "not matched"])
        case .when:
            return CompletionPlace(
                .expression, ["matched", "not matched", "then", "update set", "delete", "insert", "do nothing", "and"])
        case .window: return CompletionPlace([], ["as", "order by", "limit"])
        case .lock: return lockingPlace
        }
    }

    private var afterValues: [String] {
        isMySQL ? ["on duplicate key update", "as", "returning"] : ["on conflict", "returning"]
    }

    private var lockingPlace: CompletionPlace {
        switch last {
        case "for": CompletionPlace([], ["update", "share", "no key update", "key share"])
        case "of": CompletionPlace(.columns)
        default: CompletionPlace([], ["of", "nowait", "skip locked"])
        }
    }

    /// The only possible continuation of the keyword before the cursor.
    private func follower(in clause: Clause) -> CompletionPlace? {
        guard tokens.kind(cursor - 1) == .keyword, tokens.kind(cursor - 2) != .dot else { return nil }
        if ["left", "right", "full"].contains(last),
            clause == .from || clause == .on || clause == .using || clause == .update
        {
            return CompletionPlace([], ["join", "outer join", "join lateral"])
        }
        if last == "not" {
            if word(2) == "is" { return CompletionPlace([], ["null", "true", "false", "unknown", "distinct from"]) }
            let behind = PlaceReader(tokens: tokens, cursor: cursor - 1, scope: scope)
            if !behind.expectsOperand {
                return CompletionPlace([], ["in", "like", "between", "ilike", "similar to", "regexp"])
            }
            return nil
        }
        if last == "as" { return clause == .select || clause == .from || clause == .update ? .nothing : nil }
        return Phrases.followers[last].map { CompletionPlace([], $0) }
    }

    /// The place of an expression, or of the words after one.
    func expression(after phrases: [String], isNested: Bool = false) -> CompletionPlace {
        let cases = isInCase ? Phrases.inCase : []
        if expectsOperand {
            let nested = isNested && tokens.kind(cursor - 1) == .openParenthesis ? ["select", "with"] : []
            return CompletionPlace(.expression, Phrases.expression + cases + nested)
        }
        return CompletionPlace([], cases + phrases + operators + (isNested ? ["order by", "from", "for"] : []))
    }

    private var selecting: CompletionPlace {
        if last == "select" || last == "distinct" || last == "all" {
            return CompletionPlace(
                .expression, ["distinct", "all"] + Phrases.expression + (isMySQL ? ["sql_calc_found_rows"] : []))
        }
        let after = expectsOperand ? [] : Phrases.afterSelected
        return expression(after: after)
    }

    private var ordering: CompletionPlace {
        guard expectsOperand else { return CompletionPlace([], Phrases.order + operators) }
        var place = expression(after: [])
        place.names.insert(.selected)
        return place
    }

    private func tables(_ clause: Clause, _ start: Int) -> CompletionPlace {
        let introducers: Set<String> = [
            "from", "join", "update", "only", "lateral", "straight_join", "using", "into", "low_priority", "ignore",
        ]
        if introducers.contains(last) || tokens.kind(cursor - 1) == .comma {
            let isTarget = clause == .update || clause == .merge || last == "into" || isDelete && last == "from"
            let kinds = Set(SchemaRelation.Kind.allCases).subtracting([.sequence])
            if isTarget {
                return CompletionPlace([.relations, .schemas, .commonTables], isMySQL ? [] : ["only"], kinds: kinds)
            }
            return CompletionPlace(.tables, isMySQL ? ["lateral"] : ["lateral", "only", "rows from"], kinds: kinds)
        }
        if clause == .delete { return CompletionPlace([], ["from", "low_priority", "quick", "ignore"]) }
        if clause == .update { return CompletionPlace([], ["set", "as"] + (isMySQL ? Phrases.joins + ["on"] : [])) }
        if clause == .merge { return CompletionPlace([], ["using", "as", "on"]) }
        if last == "lock" || last == "partition" { return .nothing }
        let joined = tokens.isWord(start, "join") || tokens.isWord(start, "straight_join")
        if isDelete, !joined { return CompletionPlace([], ["where", "using", "returning", "as", "order by", "limit"]) }
        let on = joined || tokens.isWord(block.verb, "merge") ? ["on", "using"] : []
        return CompletionPlace([], on + ["as"] + clauses + Phrases.joins)
    }

    private var joinCondition: CompletionPlace {
        CompletionPlace([.joinConditions, .columns, .functions], Phrases.expression)
    }

    private var assigning: CompletionPlace {
        if last == "set" || tokens.kind(cursor - 1) == .comma { return targets }
        return expression(after: ["where", "from", "returning", "limit", "order by", "when", "default"])
    }

    /// The columns of the changed table.
    var targets: CompletionPlace {
        var place = CompletionPlace()
        let isUpdate = tokens.isWord(block.verb, "update")
        place.targets = isUpdate && isMySQL ? Array(scope.ownSources) : scope.ownSources.first.map { [$0] } ?? []
        return place
    }

    private var inserting: CompletionPlace {
        switch last {
        case "insert", "replace":
            return CompletionPlace(
                isMySQL ? [.relations, .schemas] : [],
                ["into", "ignore", "overwrite"].filter { isMySQL || $0 == "into" })
        case "into", "ignore":
            if tokens.isWord(block.verb, "select") {
                return CompletionPlace([], isMySQL ? ["outfile", "dumpfile"] : [])
            }
            return CompletionPlace([.relations, .schemas])
        default:
            let own = isMySQL ? ["set", "value", "on duplicate key update"] : ["default values", "overriding", "as"]
            return CompletionPlace([], ["values", "select", "with", "table"] + own)
        }
    }

    private var conflicting: CompletionPlace {
        switch last {
        case "on": return CompletionPlace([], ["conflict", "duplicate key update"])
        case "do": return CompletionPlace([], ["nothing", "update set"])
        case "update": return isMySQL ? targets : CompletionPlace([], ["set"])
        default:
            if tokens.kind(cursor - 1) == .comma { return targets }
            return expectsOperand
                ? CompletionPlace(.expression, [])
                : CompletionPlace([], ["do nothing", "do update set", "where", "returning"] + operators)
        }
    }
}
