import Console
import Deck
import Glibc
import Profiles
import ScreenKit
import TerminalUI
import TokenDelivery

/// The line above a program that gets the terminal: the cluster, and how to return.
struct Announcement {
    let cluster: Cluster
    let handOff: HandOff
    let look: Look

    var text: String {
        let place = [HarmlessText.of(cluster.name), environment, HarmlessText.of(handOff.login.user)].compactMap { $0 }
        let way = handOff.isClient ? "Ctrl-D returns to the deck" : "the deck comes back when it ends"
        return place.joined(separator: "  ") + "  (\(way))\n"
    }

    /// The label of the environment; production looks as in the table.
    private var environment: String? {
        cluster.environment.map { word in
            SGR.text(" \(HarmlessText.of(Environment.label(word))) ", look.style(of: Environment(word)))
        }
    }

    func write() {
        _ = Glibc.write(STDOUT_FILENO, text, text.utf8.count)
    }
}
