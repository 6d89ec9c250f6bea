import AWSCredentials
import ArgumentParser
import Audit
import ClusterAccess
import Console
import Deck
import Failures
import Profiles
import ScreenKit
import SigV4
import Timestamps
import TokenDelivery

struct CopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Write a fresh login token to the clipboard file.",
        discussion: """
            The clipboard file is $XDG_RUNTIME_DIR/quarterdeck/clipboard, or $XDG_STATE_HOME/quarterdeck/clipboard, \
            unless --to or the settings name another. Only you can read it. It is written whole or not at all, replaces \
            only files that Quarterdeck wrote, and is removed by the next quarterdeck command after the token has expired.

              quarterdeck copy orders && PGPASSWORD="$(cat "$XDG_RUNTIME_DIR/quarterdeck/clipboard")" psql …
            """)

    @OptionGroup(title: "Which cluster") var target: ClusterOptions

    @Option(help: ArgumentHelp("Write this file instead.", valueName: "file"), completion: .file())
    var to: String?

    @Option(help: "The format of the file. (default: raw)", completion: .list(TokenFormat.names))
    var format: TokenFormat?

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        let session = Session(common.values)
        let settings = try session.loadSettings()
        let format = format ?? settings.clipboardFormat.flatMap(TokenFormat.init) ?? .raw
        let chosen = try to.map(ProcessEnvironment.absolutePath) ?? settings.clipboardFile.map(session.environment.path)
        let file =
            try chosen.map { path throws(Failure) in
                try ClipboardFile(chosen: path, records: session.clipboardRecords)
            } ?? ClipboardFile(base: session.clipboardBase, records: session.clipboardRecords)

        let source = try TokenSource(session, target.choice)
        let token = try source.sign()
        try file.write(try format.render(token, now: session.now), expiresAt: token.expiry.expiresAt)
        source.audit?.used(.tokenCopied, token, "\(file.path) (\(format.rawValue))")
        if let caution = format.caution(for: token.login) { ErrorReport.warn(caution) }
        let left = CountdownText.of(token.expiry.secondsLeft(at: session.now))
        ErrorReport.note(
            "copied a token for \(token.login.user) on \(token.login.cluster) to \(file.path) (\(format.rawValue)); "
                + "good for new logins until \(token.expiry.expiresAt.clock) UTC, in \(left)")
    }
}
