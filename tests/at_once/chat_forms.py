"""The form that adds a chat room."""

from scheduler.chat.models import ChatRoom
from tests.at_once.form import Form, bridge

CHAT: tuple[Form, ...] = (
    Form(
        "chat room",
        "lena",
        lambda town: f"/organisations/{bridge(town)}/chat/new",
        lambda _town: {
            "name": "A",
            "platform": "slack",
            "webhook": "https://hooks.slack.example/services/T0/B0/c",
            "topics": ["days"],
            "rhythm": "daily",
            "hour": "9",
        },
        (ChatRoom,),
        {"name": "B"},
    ),
)
