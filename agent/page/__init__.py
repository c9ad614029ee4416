"""The files of the page at ``/``: plain HTML, CSS and JavaScript of ours, sent as they are by ``agent.channels.http.page``."""
