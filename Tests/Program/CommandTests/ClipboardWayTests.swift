import ScreenKit
import Testing

@testable import DeckShell

/// Messages about the terminal's clipboard.
@Suite struct ClipboardWayTests {
    @Test(
        arguments: [
            ("on", "on", ClipboardWay.Tmux.keptAndPassedOn), ("on", "off", .keptAndPassedOn),
            ("on", nil, .keptAndPassedOn),
            ("external", "on", .passedOn), ("external", "all", .passedOn), ("external", "off", .dropped),
            ("external", nil, .passedOn), ("off", "on", .passedOn), ("off", "off", .dropped), ("off", nil, .passedOn),
            (nil, nil, .unknown), (nil, "on", .unknown),
        ] as [(String?, String?, ClipboardWay.Tmux)])
    func `tmux keeps, forwards or drops the sequence by its options`(
        clipboard: String?, passthrough: String?, expected: ClipboardWay.Tmux
    ) {
        #expect(ClipboardWay.Tmux(clipboard: clipboard, passthrough: passthrough) == expected)
    }

    @Test(arguments: [
        (["TERM": "xterm-256color"], ClipboardWay.direct), (["TERM": "linux"], .none("linux")),
        (["TERM": "vt100"], .none("vt100")), (["TERM": "vt220"], .none("vt220")), (["TERM": "vte-256color"], .direct),
        (["TERM": "screen"], .screen), (["TERM": "xterm", "STY": "1.pts"], .screen),
        (["TERM": "linux", "TMUX": "/tmp/t,1,0"], .tmux(.unknown)), ([:], .direct),
    ])
    func `the environment shows the programs between deck and terminal`(
        variables: [String: String], expected: ClipboardWay
    ) {
        #expect(ClipboardWay(variables) == expected)
    }

    @Test func `an unreachable clipboard is reported`() {
        for way in [ClipboardWay.none("linux"), .tmux(.dropped)] {
            #expect(way.refusal != nil)
            var sent = 0
            let message = TerminalClipboard.copy("text", way) { _ in sent += 1 }
            #expect(sent == 0 && message.text.contains("not copied"))
        }
        for way in [ClipboardWay.direct, .screen, .tmux(.unknown), .tmux(.passedOn), .tmux(.keptAndPassedOn)] {
            #expect(way.refusal == nil)
        }
        #expect(ClipboardWay.tmux(.keptAndPassedOn).remark.contains("not wiped"))
    }
}
