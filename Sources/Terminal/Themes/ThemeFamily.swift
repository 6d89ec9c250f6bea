import TOML

/// A theme file and its ancestors, the oldest last.
struct ThemeFamily {
    private(set) var files: [ThemeFile]
    private(set) var issues: [SourceIssue]

    /// The maximum number of ancestors.
    private static let mostAncestors = 8

    /// Follows `inherits` from a file to the end.
    ///
    /// - Parameter source: The source of the file itself.
    init(of file: ThemeFile, at source: ThemeSource, in folders: ThemeFolders) {
        files = [file]
        issues = file.issues
        var used = [source]
        var names = [source.name]
        var last = file
        while let (name, position) = last.inherits {
            names.append(name)
            guard used.count <= Self.mostAncestors, let next = folders.source(name, notAmong: used) else {
                issues.append(Self.issue(in: last, at: position, names, used: used, folders))
                // The default theme is better than no styles.
                let instead = ThemeSource.shipped(ThemeLibrary.defaultName)
                if !used.contains(instead) { files.append(folders.read(instead)) }
                return
            }
            last = folders.read(next)
            used.append(next)
            files.append(last)
            issues += last.issues
        }
    }

    /// Why there is no next ancestor.
    private static func issue(
        in file: ThemeFile, at position: SourcePosition, _ names: [String], used: [ThemeSource], _ folders: ThemeFolders
    ) -> SourceIssue {
        let name = names.last ?? ""
        if used.count > mostAncestors {
            return SourceIssue(
                file: file.file, position: position, message: "a theme may have \(mostAncestors) ancestors at most",
                suggestion: "inherit from an elder one")
        }
        if folders.source(name) != nil {
            return SourceIssue(
                file: file.file, position: position,
                message: "`inherits` leads round in a loop: \(names.map(ThemeIssues.short).joined(separator: " -> "))",
                suggestion: "inherits = \"\(ThemeLibrary.defaultName)\"")
        }
        let known = ShippedThemes.names + folders.names
        return SourceIssue(
            file: file.file, position: position, message: "there is no theme `\(ThemeIssues.short(name))` to inherit",
            suggestion: Suggestion.nearest(to: name, among: known).map { "did you mean \"\($0)\"?" }
                ?? "quarterdeck themes list")
    }
}
