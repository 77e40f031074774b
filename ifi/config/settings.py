"""Django settings of the whole system. Values that differ between machines come from `environment.py`."""

from datetime import timedelta

from csp.constants import NONE, SELF

from ifi.config import environment, logs
from ifi.config.database import database_settings

PROJECT = environment.PROJECT
STATE = environment.state_folder()

DEBUG = environment.flag("DEBUG", False)
SECRET_KEY = environment.secret_key(STATE)
AUDIT_KEYS = environment.audit_keys(STATE)
AUDIT_FOLDER = STATE / "audit"
AUDIT_HEAD_MAIL = environment.names("AUDIT_HEAD_MAIL", ())
ALLOWED_HOSTS = list(environment.names("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]", "testserver")))
BEHIND_HTTPS = environment.flag("BEHIND_HTTPS", False)

INSTALLED_APPS = [
    "ifi.portal",
    "ifi.obligations",
    "ifi.members",
    "ifi.news",
    "ifi.registry",
    "ifi.intake",
    "ifi.audit",
    "ifi.notices",
    "ifi.signing",
    "ifi.ledger",
    "ifi.law",
    "ifi.trail",
    "ifi.accounts",
    "ifi.pages",
    "ifi.outgoing",
    "ifi.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "csp",
    "django_structlog",
]

MIDDLEWARE = [
    "ifi.config.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",  # before the files, so that they carry the header too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "ifi.config.headers.RequestNumber",
    "ifi.audit.origin.OriginOfRequest",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "ifi.config.readable.Readable",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ifi.accounts.middleware.SessionEnds",
    "ifi.accounts.middleware.ConsentGiven",
    "ifi.accounts.middleware.SecondFactorGiven",
    "ifi.config.wall.middleware.PersonOfRequest",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ifi.members.acting.ActingFor",
    "ifi.config.wall.middleware.ReaderOfRequest",  # inside what says for whom a person acts
    "ifi.portal.errors.Refusals",
    "ifi.config.gate.Gate",
    "ifi.config.limits.middleware.Limits",
]

ROOT_URLCONF = "ifi.config.urls"
WSGI_APPLICATION = "ifi.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ifi.portal.context.page",
                "ifi.notices.context.notices",
                "ifi.members.acting.context",
            ],
            "builtins": ["ifi.portal.templatetags.figures"],
        },
    }
]
FORM_RENDERER = "ifi.pages.forms.Renderer"

DATABASES = {"default": database_settings(STATE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
CSRF_FAILURE_VIEW = "ifi.portal.errors.csrf_failure"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:home"
PASSWORD_HASHERS = ["ifi.accounts.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "ifi.accounts.passwords.NotOneself"},
    {"NAME": "ifi.accounts.passwords.NotBreached"},
]
PASSWORD_BREACH_LIST = environment.text("PASSWORD_BREACH_LIST", "")

# allauth keeps second factors, sessions and links to the identity provider; pages, limits and letters are our own
ACCOUNT_ADAPTER = "ifi.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_LOGIN_TIMEOUT = int(timedelta(minutes=10).total_seconds())  # between the password and the second factor
MFA_ADAPTER = "ifi.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey is possession and knowledge or body at once
SOCIALACCOUNT_ADAPTER = "ifi.accounts.adapters.ProviderAdapter"
IDENTITY_PROVIDER = environment.identity_provider()
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": IDENTITY_PROVIDER.apps()}}
SIGN_UP_OPEN = environment.flag("SIGN_UP_OPEN", True)
SESSION_IDLE = timedelta(minutes=environment.number("SESSION_IDLE_MINUTES", 30))
SESSION_LONGEST = timedelta(hours=environment.number("SESSION_HOURS", 12))

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [str(PROJECT / "ifi" / "config" / "locale")]  # of texts in no room, which makemessages asks for
FORMAT_MODULE_PATH = ["ifi.portal.formats"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = False  # a year is not an amount: pages group figures by asking for it
TIME_ZONE = "Asia/Almaty"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
MEDIA_ROOT = STATE / "files"  # uploads; never served from a public path
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
UPLOAD_LIMIT_BYTES = environment.number("UPLOAD_LIMIT_MB", 200) * 1024 * 1024

CLAMD = environment.text("CLAMD", "")  # empty: files are not scanned
OUTGOING_LOOPBACK = environment.flag("OUTGOING_LOOPBACK", False)  # for tests, whose servers run beside them
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
RATE_LIMITS = environment.flag("RATE_LIMITS", True)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_HTTPS else "session"
DEVICE_COOKIE_NAME = "__Host-device" if BEHIND_HTTPS else "device"
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_HTTPS else "csrf"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come from inside
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # browsers' preload list: for the owner of the whole domain to decide
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

PERSON_NUMBER_KEY = environment.text("PERSON_NUMBER_KEY", SECRET_KEY)
SIGNING_ROOTS = environment.text("SIGNING_ROOTS", "")
SIGNING_TEST_AUTHORITY = DEBUG  # our own test certificates count on development installations only
SIGNING_REVOCATION_REQUIRED = environment.flag("SIGNING_REVOCATION_REQUIRED", False)
SIGNING_OCSP_URL = environment.text("SIGNING_OCSP_URL", "")
NCANODE_URL = environment.text("NCANODE_URL", "")
NCANODE_FOR_ALL = environment.flag("NCANODE_FOR_ALL", False)
NCANODE_REVOCATION = environment.names("NCANODE_REVOCATION", ("OCSP",))
NCALAYER_ADDRESS = "wss://127.0.0.1:13579"  # on the user's own computer; only tests set another
NCALAYER_SECONDS = 180  # how long a person may take to choose a key and type its password

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Channels of notices; without its first setting a channel is off and everything else works.
PUBLIC_ADDRESS = environment.text("PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
EMAIL_HOST = environment.text("SMTP_HOST", "")
EMAIL_PORT = environment.number("SMTP_PORT", 587)
EMAIL_HOST_USER = environment.text("SMTP_USER", "")
EMAIL_HOST_PASSWORD = environment.text("SMTP_PASSWORD", "")
EMAIL_USE_TLS = environment.choice("SMTP_SECURITY", ("starttls", "tls", "none")) == "starttls"
EMAIL_USE_SSL = environment.choice("SMTP_SECURITY", ("starttls", "tls", "none")) == "tls"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "ifi@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = STATE / "mail"  # where letters lie while there is no mail server
TELEGRAM_API = environment.text("TELEGRAM_API", "https://api.telegram.org").rstrip("/")
TELEGRAM_TOKEN = environment.text("TELEGRAM_TOKEN", "")
TELEGRAM_BOT = environment.text("TELEGRAM_BOT", "")
TELEGRAM_CHANNEL = environment.text("TELEGRAM_CHANNEL", "")
TELEGRAM_WEBHOOK_SECRET = environment.text("TELEGRAM_WEBHOOK_SECRET", "")
TELEGRAM_POLLING = environment.flag("TELEGRAM_POLLING", False)

LOGGING = logs.settings(environment.text("LOG_LEVEL", "INFO"))
logs.configure()
