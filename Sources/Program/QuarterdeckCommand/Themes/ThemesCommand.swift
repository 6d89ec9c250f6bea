import AWSCredentials
import ArgumentParser
import ClusterAccess
import Console
import Failures
import Profiles
import ScreenKit
import TOML
import TerminalUI
import Themes
import TokenDelivery

struct ThemesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes",
        abstract: "List, show and check themes of the deck.",
        discussion: """
            Themes of your own are files NAME.toml in ~/.config/quarterdeck/themes; they win over shipped ones of the same \
            name. settings.toml chooses one: theme = "nord"
            """,
        subcommands: [List.self, Show.self, Check.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the themes; a star marks the one in use.")

        @OptionGroup(title: "Common options") var common: CommonOptions

        func run() throws {
            let session = Session(common.values)
            let inUse = try session.themeInUse()
            try StandardOutput.write(ThemeTable.text(session.themes, inUse: inUse))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show every role of a theme with its look.",
            discussion: """
                On a terminal with colours each role stands in its look, twice: by itself and on the cursor's row. Elsewhere, \
                and with --no-color or NO_COLOR, looks are told in words.
                """)

        @Argument(help: "A theme. (default: the one in use)")
        var name: String?

        @OptionGroup(title: "Common options") var common: CommonOptions

        func run() throws {
            let session = Session(common.values)
            let name = try name ?? session.themeInUse()
            guard session.themes.contains(name) else { throw session.noTheme(name) }
            let theme = session.themes.resolve(name)
            theme.issues.forEach(ErrorReport.warn)
            let depth = TerminalColors.depth(variables: session.environment.variables, colors: nil)
            let hasColors = ProcessEnvironment.isOutputTerminal && !common.noColor && depth > .mono
            try StandardOutput.write(
                hasColors ? ThemeSample.colored(theme.theme(at: depth)) : ThemeSample.words(theme.theme(at: .direct)))
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Report all that is wrong with theme files.",
            discussion: """
                Prints FILE:LINE:COLUMN and what is wrong there: what cannot be understood, texts that cannot be read on their \
                background, states of a token that look the same. Ends with 78 when there is anything, with 0 otherwise. What \
                a theme inherits is searched beside it first, then among yours, then among the shipped ones.
                """)

        @Argument(
            help: ArgumentHelp("Theme files.", valueName: "file"), completion: .file(extensions: ["toml"]))
        var files: [String]

        @OptionGroup(title: "Common options") var common: CommonOptions

        func run() throws {
            let library = Session(common.values).themes
            var wrong: [(file: String, count: Int)] = []
            for file in files {
                let found = try ThemeReport.issues(file, library)
                try StandardOutput.write(ThemeReport.text(found, file: file))
                if !found.isEmpty { wrong.append((file, found.count)) }
            }
            guard let first = wrong.first else { return }
            let count = wrong.reduce(0) { $0 + $1.count }
            throw Failure(
                .badConfiguration,
                wrong.count == 1
                    ? "\(first.file) is not right yet" : "\(wrong.count) of \(files.count) themes are not right yet",
                why: count == 1 ? "1 thing is wrong" : "\(count) things are wrong",
                next: "correct the lines above; wrong lines are ignored, the others apply")
        }
    }
}

extension Session {
    /// The name of the theme with which the deck starts.
    func themeInUse() throws(Failure) -> String {
        try loadSettings().theme ?? TerminalColors.preferredTheme(variables: environment.variables)
    }

    fileprivate func noTheme(_ name: String) -> Failure {
        Failure(
            .usage, "there is no theme \"\(name)\"", why: "there are: \(themes.names.joined(separator: ", "))",
            next: Suggestion.nearest(to: name, among: themes.names).map { "quarterdeck themes show \($0)" }
                ?? "quarterdeck themes list")
    }
}
