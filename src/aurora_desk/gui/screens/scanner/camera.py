"""The computer's camera. Qt's multimedia is large and slow to load, so it is loaded when a camera is wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage


class Camera(QObject):
    """Sends pictures from when it is made until `stop`."""

    pictured = Signal(QImage)

    def stop(self) -> None:
        """Let go of the camera, whose light goes out."""


class NoCameraError(Exception):
    """There is no camera to be used."""


def has_multimedia() -> bool:
    """Whether Qt's multimedia library is installed."""
    try:
        import PySide6.QtMultimedia  # noqa: F401 - only looked for
    except ImportError:
        return False
    return True


def open_camera(parent: QObject) -> Camera:
    """The computer's first camera, sending pictures; raises `NoCameraError`."""
    from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoFrame, QVideoSink

    class QtCamera(Camera):
        """Qt's own, through a sink that gives us its frames."""

        def __init__(self) -> None:
            super().__init__(parent)
            self._camera = QCamera(QMediaDevices.defaultVideoInput(), self)
            self._sink = QVideoSink(self)
            self._session = QMediaCaptureSession(self)
            self._session.setCamera(self._camera)
            self._session.setVideoSink(self._sink)
            self._sink.videoFrameChanged.connect(self._on_frame)
            self._camera.start()

        def stop(self) -> None:
            self._camera.stop()

        def _on_frame(self, frame: QVideoFrame) -> None:
            self.pictured.emit(frame.toImage())

    if QMediaDevices.defaultVideoInput().isNull():
        raise NoCameraError
    return QtCamera()
