def test_x(adopted, signed, omar, mission, idris):
    from diwan.citations.reader import index_all
    index_all()
    from diwan.outgoing.models import Outgoing
    from diwan.outgoing.looking_up import cited
    made = Outgoing.draft(by=omar, paper="letter", subject="T", languages=["en"], to=[mission], bodies={"en": f"Pursuant to resolution 1/60-POL and our letter {signed.number} and IN/2035/999999"})
    for one in cited(made, idris): print(one)
    assert 0
