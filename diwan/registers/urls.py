"""The addresses of the registers, of matters, of "where is it?" and of the figures."""

from django.urls import path

from diwan.registers.views import books, looking

urlpatterns = [
    path("registers/", books.registers, name="registers"),
    path("registers/proof/", books.proof, name="registers-proof"),
    path("registers/figures/", looking.figures, name="registers-figures"),
    path("registers/<str:code>/<int:year>/", books.register, name="register"),
    path("registers/<str:code>/<int:year>/book.<str:form>", books.bound_book, name="register-book"),
    path("matters/<int:pk>/", looking.matter, name="matter"),
    path("matters/<int:pk>/part/", looking.matter_part, name="matter-part"),
    path("where/", looking.where, name="where"),
]
