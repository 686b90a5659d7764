"""`aurora-desk serve`: the embedded API and the back room, alone or as the desk's child."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aurora_desk.app.access_file import access_file
from aurora_desk.app.certificate import OwnCertificate, own_certificate
from aurora_desk.app.garbage import search_what_comes, start_unsearched
from aurora_desk.app.listening import ANY_ADDRESS, LOOPBACK, host_here, listening_host, warn_of_readable_traffic
from aurora_desk.app.options import Environment, Folders, StartError, check_folder, folders
from aurora_desk.app.own_command import end_with_parent
from aurora_desk.app.serve_lock import ServeLock
from aurora_desk.app.simulator_process import Simulator
from aurora_desk.domain.access import Access, LanAccess

if TYPE_CHECKING:
    from aurora_desk.domain.tenants import StoreFacts
    from aurora_desk.store.creating import Place

log = logging.getLogger(__name__)
CHILD_NICENESS = 10


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What `serve` is asked for."""

    demo: bool
    data_dir: Path | None
    host: str | None
    """None: this computer alone, or every network that it is on once LAN access is on."""
    port: int
    child: bool
    """Started by the desk: runs at lower priority and ends when its standard input closes."""
    keys_dir: Path | None = None
    """Where the desk has the store's keys; None: where the folders say."""
    tls: bool = False
    """Encrypt with the store's own certificate."""


def serve(options: ServeOptions, environment: Environment, say: Callable[[str], None]) -> int:
    """Serve until SIGTERM; `say` prints a line. Raises `StartError` and `AuroraError` with the sentence to print."""
    # A wish to end that comes before the server listens for it is met the same way: everything is closed, status 0.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    if options.child:
        os.nice(CHILD_NICENESS)
        end_with_parent()
    start_unsearched()
    from aurora_desk.app import opening

    where = folders(environment, data_dir=options.data_dir, demo=options.demo)
    if options.keys_dir is not None:
        where = Folders(where.data, options.keys_dir)
    place = opening.place_of(environment, where)
    if not options.demo and environment.database_url is None and place.file is not None and not place.file.exists():
        raise StartError(f"There is no store in {where.data}. Open the desk once to make it, or use --demo.")
    lock = ServeLock(where.data)
    if lock.is_held():
        raise _served_already(lock)
    # Before anything is made or touched, though it is only taken for good once there is something to serve.
    _check_port(options.host or LOOPBACK, options.port)
    check_folder(where.data)
    if not lock.take():
        raise _served_already(lock)
    try:
        return _serve(options, environment, where.data, place, lock, say)
    finally:
        lock.release()


def _certificate(host: str, access: Access, keys: Path) -> OwnCertificate:
    """The store's own certificate, good for the host that is listened on and for the names that the store knows."""
    hosts = () if host in ANY_ADDRESS else (host,)
    return own_certificate(keys, names=(*hosts, *(name.partition(":")[0] for name in access.hosts)))


def _served_already(lock: ServeLock) -> StartError:
    return StartError(f"This store is served already, at {lock.noted() or 'another address'}. Nothing was started.")


def _check_port(host: str, port: int) -> None:
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, number) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        raise _port_error(host, port, error) from None


def _port_error(host: str, port: int, error: OSError) -> StartError:
    return StartError(f"Port {port} on {host} can't be used ({error.strerror}). Choose another with --port.")


def _facts(options: ServeOptions, folder: Path, place: Place) -> StoreFacts:
    """What the store is; a demo is made where nothing is yet."""
    from aurora_desk.app import opening

    facts = opening.look(place, demo_wanted=options.demo)
    if facts is None:
        if not options.demo:
            raise StartError(f"There is no store in {folder}. Open the desk once to make it, or use --demo.")
        listening_host(options.host, LanAccess.OFF)  # a new store has none, so nothing is made for a forbidden host
        opening.make_demo(place)
        facts = opening.look(place, demo_wanted=True)
        assert facts is not None
    return facts


def _serve(
    options: ServeOptions,
    environment: Environment,
    folder: Path,
    place: Place,
    lock: ServeLock,
    say: Callable[[str], None],
) -> int:
    from aurora_desk.app import opening

    facts = _facts(options, folder, place)
    opening.stripe_of(environment, facts, None)  # a key that must not be used is refused before anything starts
    simulator = None
    if facts.training and environment.stripe_api_base is None:
        simulator = Simulator(folder)
    try:
        if simulator is not None:
            simulator.begin()
        # Imported while the simulator starts beside us.
        from aurora_desk.api.app import create_app
        from aurora_desk.api.server import ApiServer
        from aurora_desk.app.mailing import smtp_of
        from aurora_desk.backroom.outbox import Mailer
        from aurora_desk.backroom.room import BackRoom
        from aurora_desk.gui.theme.resources import resource

        stripe = opening.stripe_of(environment, facts, simulator.address() if simulator else None)
        services = opening.open_services(place, facts, stripe, server=True, webhook=opening.webhook_of(environment))
        owner, smtp = opening.fresh_id(), smtp_of(environment)
        room = BackRoom(services, owner, mailer=None if smtp is None else Mailer(services, owner, smtp))

        def ready(port: int) -> None:
            address = f"{'http' if certificate is None else 'https'}://{host_here(host)}:{port}"
            lock.note(address)
            say(f"Aurora Desk API at {address}")
            if certificate is not None:
                say(f"Certificate {certificate.fingerprint}")
            room.start()

        try:
            access = services.read(services.tenants.access)
            host = listening_host(options.host, access.lan)
            certificate = _certificate(host, access, place.keys.parent) if options.tls else None
            app = create_app(services, resources=resource(""), mail_is_set_up=smtp is not None)
            try:
                server = ApiServer(
                    app,
                    host,
                    options.port,
                    ready=ready,
                    certificate=None if certificate is None else (certificate.pem, certificate.key),
                )
            except OSError as error:
                raise _port_error(host, options.port, error) from None
            if certificate is None:
                warn_of_readable_traffic(host)
            search_what_comes()
            with access_file(folder):
                server.run()
        finally:
            room.close()
            services.close()
    finally:
        if simulator is not None:
            simulator.close()
    return 0
