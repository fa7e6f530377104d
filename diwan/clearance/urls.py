"""The addresses of clearance."""

from django.urls import path

from diwan.clearance.views import authorities, circuits, visas

urlpatterns = [
    path("clearance/", visas.clearances, name="clearances"),
    path("clearance/visas/<int:pk>/", visas.visa, name="visa"),
    path("clearance/rounds/<int:pk>/points/<str:code>/", visas.point, name="point"),
    path("clearance/authorities/", authorities.authorities, name="signing-authorities"),
    path("clearance/authorities/new/", authorities.authority_new, name="signing-authority-new"),
    path("clearance/authorities/<int:pk>/", authorities.authority, name="signing-authority"),
    path("clearance/authorities/list.<str:form>", authorities.authorities_export, name="signing-authorities-export"),
    path("clearance/circuits/", circuits.circuits, name="circuits"),
    path("clearance/circuits/new/", circuits.circuit_new, name="circuit-new"),
    path("clearance/circuits/<int:pk>/", circuits.circuit, name="circuit"),
    path("clearance/circuits/<int:pk>/seat/", circuits.seat, name="circuit-seat"),
    path("clearance/circuits/<int:pk>/seat/<int:seat>/removal/", circuits.seat_removal, name="circuit-seat-removal"),
    path("clearance/circuits/<int:pk>/stages/<int:number>/", circuits.stage, name="circuit-stage"),
    path("clearance/circuits/<int:pk>/retirement/", circuits.retirement, name="circuit-retirement"),
]
